// Everything that comes from a server is shown as text, never as HTML.

const EVERY = 5000;
const SELDOM = 30000;
const KEPT = 60;
const DOLLARS_PER_READ = 0.125 / 1e6;
const DOLLARS_PER_WRITE = 0.625 / 1e6;
const SECONDS_A_DAY = 86400;
const SVG = 'http://www.w3.org/2000/svg';
const ENDPOINT = new URL('..', location.href).pathname.replace(/\/$/, '');
const REFUSED = ['refused', 'refused_from_memory', 'refused_contended', 'refused_by_fallback'];
const ALLOWED = ['allowed', 'allowed_from_lease', 'allowed_by_fallback'];

let session = { readOnly: true };
let readOnlySections = [];
let paused = false;
let latest = {};

// ---- Elements

const byId = (id) => document.getElementById(id);

function make(tag, options = {}, ...children) {
  const element = options.svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(options.is ?? {})) {
    element.setAttribute(name, value);
  }
  if (options.of) element.setAttribute('class', options.of);
  if (options.text !== undefined) element.textContent = options.text;
  if (options.click) element.addEventListener('click', options.click);
  element.append(...children);
  return element;
}

const shape = (tag, is) => make(tag, { svg: true, is });

function button(text, click, of = 'quiet') {
  return make('button', { text, click, of, is: { type: 'button' } });
}

function bar(share, warm = false) {
  const width = Math.max(0, Math.min(1, share || 0)) * 100;
  const svg = shape('svg', { class: warm ? 'bar warm' : 'bar', viewBox: '0 0 100 5', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(shape('rect', { class: 'track', width: 100, height: 5 }), shape('rect', { class: 'fill', width, height: 5 }));
  return svg;
}

function spark(values, highest, warm = false) {
  const width = Math.max(values.length, 13) - 1;
  const svg = shape('svg', { class: warm ? 'spark warm' : 'spark', viewBox: `0 0 ${width} 40`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(shape('path', { class: 'ground', d: `M0,39.5 H${width}` }));
  if (values.length < 2) return svg;
  const x = (i) => width + 1 - values.length + i;
  const y = (value) => 38 - 36 * Math.min(1, highest > 0 ? value / highest : 0);
  const line = values.map((value, i) => `${x(i)},${y(value).toFixed(2)}`).join(' L');
  svg.append(shape('path', { class: 'area', d: `M${x(0)},40 L${line} L${x(values.length - 1)},40 Z` }),
    shape('path', { class: 'stroke', d: `M${line}` }));
  return svg;
}

function fact(label, value, of = 'fact') {
  return make('div', { of }, make('b', { text: value }), make('span', { text: label }));
}

const histories = new Map();

/** Draws a figure's course since the page was opened: not the average before that, which would begin each with a fall. */
function course(id, value, settled, warm = false) {
  if (!settled) return;
  const values = [...(histories.get(id) ?? []), value].slice(-KEPT);
  histories.set(id, values);
  if (values.length > 1) byId(`${id}-course`).replaceChildren(spark(values, Math.max(...values) * 1.15, warm));
}

// ---- Words

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const number = (value) => (value < 100000 ? whole : short).format(value);
const percent = (share) => `${(100 * share).toFixed(share > 0.9995 || share < 0.0005 ? 0 : 1)} %`;
const plural = (count, one, many = one + 's') => `${number(count)} ${count === 1 ? one : many}`;

function rate(value) {
  if (value === 0) return '0';
  return value < 10 ? value.toFixed(value < 0.1 ? 2 : 1) : number(value);
}

function dollars(value) {
  if (value === 0) return '$0';
  if (value < 0.0001) return '< $0.0001';
  return '$' + value.toFixed(value < 0.01 ? 4 : value < 1 ? 3 : 2);
}

function duration(millis) {
  const seconds = millis / 1000;
  if (seconds < 1) return `${Math.round(millis)} ms`;
  if (seconds < 120) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / SECONDS_A_DAY)} days`;
}

function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

const moment = (iso) => new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

// ---- Server

class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function exchange(url, options = {}) {
  const response = await fetch(url, { credentials: 'same-origin', redirect: 'error', ...options,
    headers: { Accept: 'application/json', ...options.headers } });
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) {
    throw new Failure(response.status, body?.error ?? `The server answered ${response.status}.`);
  }
  return body;
}

function query(parameters) {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
  return text.size ? '?' + text : '';
}

const read = (section, parameters = {}) => exchange(`${ENDPOINT}/${section}${query(parameters)}`);

/** Sessions end, and with them the tokens that belong to them: then once more with the present one. */
async function write(method, section, parameters) {
  try {
    return await send(method, section, parameters);
  }
  catch (failure) {
    if (failure.status !== 401 && failure.status !== 403) throw failure;
    const fresh = await exchange('session').catch(() => ({}));
    if (!fresh.csrf) throw failure;
    session.csrf = fresh.csrf;
    return send(method, section, parameters);
  }
}

function send(method, section, parameters) {
  const headers = { 'X-DynamoDB-Toolkit': 'dashboard' };
  if (session.csrf) headers[session.csrf.name] = session.csrf.value;
  if (method === 'DELETE') {
    return exchange(section + query(parameters), { method, headers });
  }
  headers['Content-Type'] = 'application/json';
  return exchange(section, { method, headers, body: JSON.stringify(parameters) });
}

async function act(done, change) {
  try {
    await change();
    say(done);
  }
  catch (failure) {
    say(failure.message);
  }
  await lookAnew();
}

let silence;

function say(text) {
  byId('toast').textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { byId('toast').textContent = ''; }, 5000);
}

// ---- Questions to the user

function ask({ title, text, ok, danger = true, field }) {
  const dialog = byId('question');
  byId('question-title').textContent = title;
  byId('question-text').textContent = text;
  byId('question-ok').textContent = ok;
  byId('question-ok').className = danger ? 'danger' : '';
  byId('question-field').hidden = !field;
  const input = byId('question-input');
  input.required = Boolean(field);
  if (field) {
    byId('question-label').textContent = field.label;
    input.value = field.value;
  }
  dialog.returnValue = 'cancel';
  dialog.showModal();
  asked?.(null);
  return new Promise((answer) => {
    asked = (confirmed) => answer(confirmed ? (field ? input.value : true) : null);
  });
}

/** Answers the question that is open; that it was closed is told later, when the next one may be open already. */
let asked = null;

byId('question').addEventListener('close', () => {
  if (byId('question').open) return;
  const answer = asked;
  asked = null;
  answer?.(byId('question').returnValue === 'ok');
});
byId('question-cancel').addEventListener('click', () => byId('question').close('cancel'));

async function confirmed(question, done, change) {
  if (await ask(question)) await act(done, change);
}

// ---- Counts that grow

class Growth {
  constructor() {
    this.samples = [];
  }

  add(counts, at) {
    const last = this.samples.at(-1);
    if (last && Object.keys(last.counts).some((name) => (counts[name] ?? 0) < last.counts[name])) {
      this.samples = [];
    }
    this.samples.push({ counts, at });
    this.samples = this.samples.slice(-KEPT);
  }

  /** What a count grew by in a second, over the last minute, or since the start if nothing is known of that. */
  perSecond(name, upMillis) {
    const last = this.samples.at(-1);
    const first = this.samples.find((sample) => last.at - sample.at <= 60000);
    if (first === last) return upMillis ? (last.counts[name] ?? 0) / (upMillis / 1000) : 0;
    return ((last.counts[name] ?? 0) - (first.counts[name] ?? 0)) / ((last.at - first.at) / 1000);
  }

  /** Whether what is told of now is of now. */
  get settled() {
    return this.samples.length > 1;
  }
}

const growths = new Map();

function grown(kind, name, counts, at) {
  const id = `${kind} ${name}`;
  if (!growths.has(id)) growths.set(id, new Growth());
  growths.get(id).add(counts, at);
  return growths.get(id);
}

const total = (counts, names) => names.reduce((sum, name) => sum + (counts?.[name] ?? 0), 0);

// ---- Rows: made once, then only filled anew, so that nobody loses what is being typed

class Rows {
  constructor(section, what, view, { size = 20, every = EVERY, id = (item) => item.name } = {}) {
    this.section = section;
    this.every = every;
    this.root = byId(section);
    this.box = this.root.querySelector('[data-rows]');
    this.what = what;
    this.view = view;
    this.id = id;
    this.size = size;
    this.rows = new Map();
    this.page = 0;
    this.empty = make('p', { of: 'empty' });
    this.trouble = make('p', { of: 'trouble' });
    this.back = button('Previous', () => this.turn(-1));
    this.back.setAttribute('aria-label', `Previous ${what}`);
    this.next = button('Next', () => this.turn(1));
    this.next.setAttribute('aria-label', `Next ${what}`);
    this.where = make('span');
    this.pager = make('div', { of: 'pager' }, this.back, this.where, this.next);
  }

  /** At once, also where rounds seldom come by. */
  async turn(pages) {
    this.page += pages;
    try {
      latest[this.section] = await this.load();
    }
    catch (failure) {
      this.page -= pages;
      say(failure.message);
    }
  }

  async load() {
    this.readAt = performance.now();
    try {
      const listing = await read(this.section, { page: this.page, size: this.size });
      // Somebody may have turned the page meanwhile.
      if (listing.page === this.page) this.show(listing);
      return listing.items;
    }
    catch (failure) {
      if (failure.status !== 405) throw failure;
      this.unlisted = true;
      this.show({ page: 0, more: false, items: [] });
      return [];
    }
  }

  /** Once when the page is opened, then as long as somebody sees it, or it could not be read. */
  isDue(at) {
    if (this.found || this.unlisted) return false;
    if (this.readAt === undefined) return true;
    const shown = seen.has(this.section) || (this.section === 'caches' && seen.has('overview'));
    return this.problem ? true : shown && at - this.readAt > this.every - EVERY / 2;
  }

  /** What stood here before goes on to stand here. */
  fail(problem) {
    this.showProblem(problem + (this.rows.size ? ' What stands here was read before.' : ''));
    this.empty.textContent = '–, could not be read';
    if (!this.rows.size) this.box.append(this.empty);
    this.showCount('–', 'could not be read');
  }

  showProblem(problem) {
    this.problem = problem;
    if (!problem) this.trouble.remove();
    if (problem && this.trouble.textContent !== problem) this.trouble.textContent = problem;
    if (problem && !this.trouble.isConnected) this.box.before(this.trouble);
  }

  showCount(text, hint) {
    const count = document.querySelector(`.nav a[href="#${this.section}"] .count`);
    if (!count) return;
    count.textContent = text;
    if (hint) count.append(make('span', { of: 'visually-hidden', text: hint }));
  }

  show(listing) {
    const present = new Set();
    listing.items.forEach((item, i) => {
      const id = this.id(item);
      present.add(id);
      if (!this.rows.has(id)) this.rows.set(id, this.view(item));
      const row = this.rows.get(id);
      row.fill(item);
      if (this.box.children[i] !== row.element) this.box.insertBefore(row.element, this.box.children[i] ?? null);
    });
    for (const [id, row] of this.rows) {
      if (!present.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
    this.showRest(listing);
  }

  showRest(listing) {
    this.showProblem(listing.problem && `${listing.problem} Shown is what this instance knows without.`);
    this.empty.textContent = this.unlisted ? `${title(this.section)} are not listed here. Look one up.`
      : listing.problem ? '–, could not be read' : `There are no ${this.what}.`;
    this.empty.remove();
    this.pager.remove();
    if (!listing.items.length && !listing.page) this.box.append(this.empty);
    if (listing.page || listing.more) {
      this.box.append(this.pager);
      this.where.textContent = `Page ${listing.page + 1}`;
      this.back.disabled = !listing.page;
      this.next.disabled = !listing.more;
    }
    this.showCount(this.unlisted ? '' : listing.items.length + (listing.more || listing.problem ? '+' : ''));
  }
}

/** Buttons of many rows are called alike: to those who do not see where one stands it says whose it is. */
function row(name, ...actions) {
  actions.filter(Boolean).filter((action) => !action.hasAttribute('aria-label'))
    .forEach((action) => action.setAttribute('aria-label', `${action.textContent}: ${name}`));
  const sub = make('p', { of: 'sub' });
  const facts = make('div', { of: 'facts' });
  const label = make('p', { of: 'name', text: name });
  const element = make('article', { of: 'row', is: { 'aria-label': name } },
    make('div', { of: 'line' }, make('div', { of: 'title' }, label, sub), facts,
      make('div', { of: 'actions' }, ...actions.filter(Boolean))));
  return { element, sub, facts, label };
}

const unlessReadOnly = (element, section) => session.readOnly || readOnlySections.includes(section) ? null : element;

/** A button that unfolds something of a row, and puts it away. */
function unfolds(text, content, place) {
  let detail;
  const toggle = button(text, () => {
    detail = detail ? detail.remove() : content();
    if (detail) {
      place().append(detail);
      detail.querySelector('input').focus();
    }
    toggle.setAttribute('aria-expanded', String(Boolean(detail)));
  });
  toggle.setAttribute('aria-expanded', 'false');
  return toggle;
}

/** Asks for a key, and shows what it is of, or why there is nothing. */
function keyFinder(what, more, find) {
  const id = `key-${Math.random().toString(36).slice(2)}`;
  const key = make('input', { is: { id, name: 'key', type: 'text', autocomplete: 'off', spellcheck: 'false', required: '' } });
  const answer = make('div', { is: { 'aria-live': 'polite' } });
  const form = make('form', { of: 'lookup' }, make('label', { text: what, is: { for: id } }), key, ...more,
    make('button', { text: 'Look up', is: { type: 'submit', 'aria-label': `Look up: ${what}` } }));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      answer.replaceChildren(await find(key.value, answer));
    }
    catch (failure) {
      answer.replaceChildren(make('p', { of: 'sub', text: failure.message }));
    }
  });
  return make('div', { of: 'detail' }, form, answer);
}

function description(lines) {
  return make('dl', {}, ...lines.flatMap(([name, text]) => [make('dt', { text: name }), make('dd', { text })]));
}

// ---- Caches

function cacheRow(cache) {
  const entries = unfolds('Entries', () => entryFinder(cache), () => element);
  const clear = button('Clear', () => confirmed(
    { title: `Clear ${cache.name}?`, text: 'All of its entries become misses, on every instance. It is one write, however many there are.', ok: 'Clear' },
    'Cleared.', () => write('DELETE', 'caches', { name: cache.name })));
  const { element, sub, facts } = row(cache.name, cache.here && entries, cache.here && unlessReadOnly(clear));

  function fill(now) {
    if (!now.here) {
      sub.textContent = 'used by other instances only';
      return;
    }
    const { hit, miss, near_hit: near, put, evict } = now.events;
    const trouble = total(now.events, Object.keys(now.events).filter((name) => name.startsWith('dropped') || name.endsWith('failed') || name === 'unreadable'));
    const reads = hit + miss;
    sub.textContent = [`lives ${now.settings.timeToLive}`, now.settings.consistentReads && 'consistent reads',
      now.settings.near && `${number(near)} hits from memory`, trouble && `${number(trouble)} not stored or read`].filter(Boolean).join(' · ');
    sub.classList.toggle('warm', trouble > 0);
    const ratio = fact(reads ? 'hits' : 'not read yet', reads ? percent(hit / reads) : '–', 'fact wide');
    ratio.append(bar(reads ? hit / reads : 0));
    facts.replaceChildren(ratio, fact('reads', number(reads)), fact('misses', number(miss)), fact('puts', number(put)), fact('evictions', number(evict)));
  }
  return { element, fill };
}

function entryFinder(cache) {
  const type = make('select', { is: { name: 'keyType', 'aria-label': 'Type of the key' } },
    ...['STRING', 'LONG', 'INTEGER', 'UUID'].map((name) => make('option', { text: name[0] + name.slice(1).toLowerCase(), is: { value: name } })));
  type.lastChild.textContent = 'UUID';
  return keyFinder(`Key of an entry of ${cache.name}`, [type], async (key, place) => {
    const which = { name: cache.name, key, keyType: type.value };
    try {
      return entryView(await read('caches', which), which, place);
    }
    catch (failure) {
      throw failure.status === 404 ? new Failure(404, 'There is no such entry: a read would be a miss.') : failure;
    }
  });
}

function entryView(entry, which, place) {
  const view = make('div', {}, description([
    ['Expires', entry.expiresAt ? moment(entry.expiresAt) : 'never'],
    ...(entry.refreshAt ? [['Loaded anew', moment(entry.refreshAt)]] : []),
    ['Size', `${bytes(entry.bytes)} · ${entry.encoding}${entry.chunks ? ` · in ${plural(entry.chunks, 'chunk')}` : ''}`],
    ['Type', entry.type],
    ['Tags', Object.keys(entry.tags).join(', ') || 'none'],
  ]));
  if (entry.value !== undefined) view.append(make('pre', { text: entry.value, is: { tabindex: '0', 'aria-label': 'Value' } }));
  if (!session.readOnly) {
    const evict = button('Evict', () => act('Evicted.', async () => {
      await write('DELETE', 'caches', which);
      place.replaceChildren();
    }), 'danger');
    evict.setAttribute('aria-label', `Evict: ${which.key}`);
    view.append(make('p', { of: 'actions' }, evict));
  }
  return view;
}

// ---- Limits

const fills = new Map();

function limitRow(limit) {
  const change = button('Change', () => changeLimit(latest.limits.find((each) => each.name === limit.name) ?? limit));
  const restore = button('As configured', () => act('The configured limits hold again.', () => write('POST', 'limits', { name: limit.name })));
  const reset = button('Reset', () => confirmed(
    { title: `Reset ${limit.name}?`, text: 'What was counted is forgotten: as many requests as the limit are let through anew.', ok: 'Reset' },
    'Reset.', () => write('DELETE', 'limits', { name: limit.name })));
  const keys = unfolds('Keys', () => limitFinder(limit), () => element);
  const { element, sub, facts } = row(limit.name, keys, unlessReadOnly(restore), unlessReadOnly(change), unlessReadOnly(reset));

  function fill(now) {
    restore.hidden = !now.changedAtRunTime;
    keys.hidden = !now.keys;
    change.hidden = reset.hidden = isOfKeysOnly(now);
    sub.textContent = now.levels.map((level) => `${number(level.limit)} in ${duration(level.windowMillis)}`).join(', ')
      + (now.keys ? ' · used by key' : '')
      + (now.changedAtRunTime ? ' · changed at run time' : '')
      + (now.shares ? ` · users ${number(now.shares.user)}, background ${number(now.shares.background)}` : '');
    facts.replaceChildren(...(now.keys ? [fact(now.keys === 1 ? 'key used here lately' : 'keys used here lately', number(now.keys))] : []),
      ...(isUnread(now) ? [fact('its fill could not be read', '–', 'fact wide')] : isOfKeysOnly(now) ? [] : gauges(now)));
    if (now.events) {
      facts.append(fact('allowed', number(total(now.events, ALLOWED))));
      const refused = total(now.events, REFUSED);
      facts.append(fact('refused', number(refused), refused ? 'fact warm' : 'fact'));
    }
  }

  function gauges(now) {
    const used = fullness(now);
    const history = [...(fills.get(now.name) ?? []), used].slice(-KEPT);
    fills.set(now.name, history);
    const full = used >= 0.9;
    const level = now.levels.reduce((worst, each) => share(each) > share(worst) ? each : worst);
    const gauge = fact(`${number(level.mostAtOnce - level.remaining)} of ${number(level.mostAtOnce)} taken`, percent(used), full ? 'fact wide warm' : 'fact wide');
    gauge.append(bar(used, full));
    const course = make('div', { of: 'fact wide' }, spark(history, 1, full), make('span', { text: 'its fill since you look' }));
    return [gauge, course];
  }
  return { element, fill };
}

function limitFinder(limit) {
  return keyFinder(`Key of ${limit.name}, such as a user's id`, [], async (key, place) => {
    const which = { name: limit.name, key };
    return limitOfKey(await read('limits', which), which, place);
  });
}

function limitOfKey(limit, which, place) {
  const view = make('div', {}, description(limit.levels.map((level) => [`${number(level.limit)} in ${duration(level.windowMillis)}`,
    level.resetMillis ? `${number(level.mostAtOnce - level.remaining)} of ${number(level.mostAtOnce)} taken · all back in ${duration(level.resetMillis)}`
      : `nothing taken of ${number(level.mostAtOnce)}`])));
  if (!session.readOnly) {
    const reset = button('Reset', () => act('Reset.', async () => {
      await write('DELETE', 'limits', which);
      place.replaceChildren(limitOfKey(await read('limits', which), which, place));
      place.querySelector('button').focus();
    }), 'danger');
    reset.setAttribute('aria-label', `Reset: ${which.key}`);
    view.append(make('p', { of: 'actions' }, reset));
  }
  return view;
}

const share = (level) => level.mostAtOnce > 0 ? (level.mostAtOnce - level.remaining) / level.mostAtOnce : 1;
const isUnread = (limit) => limit.levels.some((level) => level.remaining === undefined);
/** Each key has the limits for itself then, and what is left of them in common tells nothing. */
const isOfKeysOnly = (limit) => Boolean(limit.keys) && limit.levels.every((level) => level.remaining === level.mostAtOnce);
const fullness = (limit) => Math.max(0, ...limit.levels.map(share));

async function changeLimit(limit) {
  for (const level of limit.levels) {
    const value = await ask({ title: `Change ${limit.name}`, danger: false, ok: 'Change',
      text: 'It holds for all instances from the next decision on, until it is changed again.',
      field: { label: `Permits in ${duration(level.windowMillis)}`, value: level.limit } });
    if (value === null) return;
    if (Number(value) !== level.limit) {
      await act('Changed.', () => write('POST', 'limits', { name: limit.name, limit: value, window: `${level.windowMillis}ms` }));
    }
  }
}

// ---- Cooldowns, jobs, flags, tags, apps

function cooldownRow(cooldown) {
  const end = button('End', () => confirmed(
    { title: `End the cooldown of ${cooldown.name}?`, text: 'It is called again although it asked not to be. Instances that have just been refused obey it to its end.', ok: 'End it' },
    'Ended.', () => write('DELETE', 'cooldowns', { name: cooldown.name })));
  const { element, facts } = row(cooldown.name, unlessReadOnly(end));
  return { element, fill: (now) => facts.replaceChildren(fact('still to wait', duration(now.remainingMillis), 'fact warm')) };
}

function jobRow(job) {
  const { element, sub, facts } = row(job.name || 'Without a scope', unlessReadOnly(job.key === '******' ? null : button('Free', () => confirmed(
    { title: 'Free this key?', text: 'The job runs on, but its outcome is not recorded any more, and others may begin it again.', ok: 'Free it' },
    'Freed.', () => write('DELETE', 'jobs', { name: job.name, key: job.key })))));
  return { element, fill: (now) => {
    sub.textContent = now.key === '******' ? 'key not shown' : now.key;
    facts.replaceChildren(fact('running', duration(now.runningMillis)), fact('waiting here', number(now.waiting)), fact('fence', String(now.fence)));
  } };
}

function flagRow(flag) {
  const toggle = make('button', { of: 'switch', is: { type: 'button', role: 'switch', 'aria-label': `Turn ${flag.name} on` }, click: () => {
    const on = toggle.getAttribute('aria-checked') !== 'true';
    act(on ? 'Turned on.' : 'Turned off.', async () => {
      await write('POST', 'flags', { name: flag.name, on: String(on) });
      await again('flags', flag.name);
    });
  } });
  const { element, sub, facts } = row(flag.name, unlessReadOnly(toggle, 'flags'));
  return { element, fill: (now) => {
    toggle.setAttribute('aria-checked', String(now.on));
    sub.textContent = [plural(now.variations, 'variation'), now.targets && plural(now.targets, 'target'), now.rules && plural(now.rules, 'rule'),
      now.rollout && 'rollout'].filter(Boolean).join(' · ');
    facts.replaceChildren(make('span', { of: now.on ? 'on-off' : 'on-off off', text: now.on ? 'On' : 'Off' }), make('span', { of: 'sub', text: `version ${now.version}` }));
  } };
}

function tagRow(tag) {
  const invalidate = button('Invalidate', () => confirmed(
    { title: `Invalidate ${tag.name}?`, text: 'Every entry that carries it becomes a miss, in all caches. It is one write.', ok: 'Invalidate' },
    'Invalidated.', async () => {
      await write('DELETE', 'tags', { name: tag.name });
      await again('tags', tag.name);
    }));
  const { element, facts } = row(tag.name, unlessReadOnly(invalidate));
  return { element, fill: (now) => {
    facts.replaceChildren(make('span', { of: 'sub', text: now.version ? `version ${now.version} · invalidated ${moment(now.invalidatedAt)}` : 'never invalidated' }));
  } };
}

function appRow(app) {
  const toggle = make('button', { of: 'switch', is: { type: 'button', role: 'switch', 'aria-label': `Enable ${app.name}` }, click: () => {
    const on = toggle.getAttribute('aria-checked') !== 'true';
    confirmed({ title: `${on ? 'Enable' : 'Disable'} ${app.name}?`, danger: !on, ok: on ? 'Enable' : 'Disable',
      text: 'Other instances notice when they no longer remember it as it was.' },
    on ? 'Enabled.' : 'Disabled.', async () => {
      await write('POST', 'apps', { name: app.name, on: String(on) });
      await again('apps', app.name);
    });
  } });
  const { element, sub, facts } = row(app.name, unlessReadOnly(toggle));
  return { element, fill: (now) => {
    toggle.setAttribute('aria-checked', String(now.enabled));
    sub.textContent = [`key ${now.key}`, now.webhooks && plural(now.webhooks, 'webhook')].filter(Boolean).join(' · ');
    facts.replaceChildren(make('span', { of: now.enabled ? 'on-off' : 'on-off off', text: now.enabled ? 'Enabled' : 'Disabled' }));
    for (const [limit, value] of Object.entries(now.limits)) {
      facts.append(fact(limit.replaceAll('_', ' '), value < 0 ? 'unlimited' : number(value)));
    }
  } };
}

/** What was looked up is not part of the rounds. */
async function again(section, name) {
  if (sections[section].found) sections[section].show({ page: 0, more: false, items: [await read(section, { name })] });
}

function finder(form, section, rows) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const found = await read(section, { name: form.elements.name.value });
      rows.show({ page: 0, more: false, items: [found] });
      rows.found = true;
    }
    catch (failure) {
      say(failure.status === 404 ? 'There is none of that name.' : failure.message);
    }
  });
  form.addEventListener('input', () => {
    if (!form.elements.name.value && rows.found) {
      rows.found = false;
      rows.unlisted = false;
      lookAnew();
    }
  });
}

const sections = {
  caches: new Rows('caches', 'caches', cacheRow, { size: 100 }),
  limits: new Rows('limits', 'limits', limitRow),
  cooldowns: new Rows('cooldowns', 'cooldowns that this instance knows of', cooldownRow),
  jobs: new Rows('jobs', 'jobs running in this instance', jobRow, { id: (job) => `${job.name} ${job.fence}` }),
  flags: new Rows('flags', 'flags', flagRow, { every: SELDOM }),
  tags: new Rows('tags', 'tags in use', tagRow, { every: SELDOM }),
  apps: new Rows('apps', 'apps', appRow, { every: SELDOM }),
};

const title = (section) => section[0].toUpperCase() + section.slice(1);

// ---- Overview

function ranking(list, entries) {
  list.replaceChildren(...entries.map(({ what, much, part, warm }) => make('li', {},
    make('span', { of: 'what', text: what, is: { title: what } }), make('span', { of: 'much', text: much }), bar(part, warm))));
}

function figure(id, value, unit, note, alarm = false) {
  byId(`${id}-figure`).textContent = value;
  byId(`${id}-unit`).textContent = unit;
  byId(`${id}-note`).textContent = note;
  byId(`${id}-figure`).parentElement.classList.toggle('alarm', alarm);
}

const sum = (list, of) => list.reduce((all, each) => all + of(each), 0);

/** The ratio of the last minute: that since the start would hide a collapse for hours. */
function showHot(up, at) {
  if (!latest.caches && sections.caches.problem) {
    figure('hot', '–', '', 'Could not be read.');
    return;
  }
  const read = (latest.caches ?? []).filter((cache) => cache.here).map((cache) => {
    const { hit, miss } = cache.events;
    const growth = grown('cache', cache.name, { hit, reads: hit + miss }, at);
    return { cache, hit, reads: hit + miss, growth, perMinute: 60 * growth.perSecond('reads', up) };
  });
  const reads = sum(read, (each) => each.reads);
  const ever = reads ? sum(read, (each) => each.hit) / reads : 0;
  const settled = read.filter((each) => each.growth.settled);
  const readsNow = sum(settled, (each) => each.growth.perSecond('reads'));
  const perMinute = sum(read, (each) => each.perMinute);
  if (!reads) {
    figure('hot', '–', '', 'No cache was read yet.');
  }
  else if (readsNow) {
    figure('hot', percent(sum(settled, (each) => each.growth.perSecond('hit')) / readsNow), 'of reads are hits now',
      `${rate(perMinute)} reads a minute · ${percent(ever)} of ${number(reads)} since the start`);
  }
  else {
    figure('hot', percent(ever), 'of reads were hits', `${settled.length ? 'no reads now' : `${rate(perMinute)} reads a minute on average`} · ${number(reads)} since the start`);
  }
  course('hot', perMinute, settled.length > 0);
  const busiest = read.filter((each) => each.reads).sort((a, b) => b.perMinute - a.perMinute || b.reads - a.reads).slice(0, 3);
  const highest = Math.max(1e-9, ...busiest.map((each) => each.perMinute));
  ranking(byId('hot-ranking'), busiest.map((each) => ({ what: each.cache.name, much: `${rate(each.perMinute)} a minute`, part: each.perMinute / highest })));
}

/** By resource, also where only keys of it are refused. */
function showRefused(overview, at) {
  if (!overview.decisions) {
    figure('refused', '–', '', 'What is refused is not metered.');
    return;
  }
  const decided = Object.entries(overview.decisions).map(([name, events]) => {
    const refused = total(events, REFUSED);
    const growth = grown('limit', name, { refused }, at);
    return { name, refused, asked: refused + total(events, ALLOWED), growth, perMinute: 60 * growth.perSecond('refused', overview.upMillis) };
  });
  const asked = sum(decided, (each) => each.asked);
  const perMinute = sum(decided, (each) => each.perMinute);
  const settled = decided.some((each) => each.growth.settled);
  figure('refused', rate(perMinute), settled || !perMinute ? 'a minute' : 'a minute on average',
    asked ? `${number(sum(decided, (each) => each.refused))} of ${plural(asked, 'request')} since the start`
      : overview.sections.includes('limits') ? 'Nothing was asked for yet.' : 'Nothing is limited.', perMinute > 0);
  course('refused', perMinute, settled, perMinute > 0);
  const most = decided.filter((each) => each.refused).sort((a, b) => b.perMinute - a.perMinute || b.refused - a.refused).slice(0, 3);
  const highest = Math.max(1e-9, ...most.map((each) => each.perMinute));
  ranking(byId('refused-ranking'), most.map((each) => ({ what: each.name === 'default' ? 'limited by default' : each.name, warm: each.perMinute > 0,
    much: each.perMinute ? `${rate(each.perMinute)} a minute` : `${number(each.refused)} since the start`, part: each.perMinute / highest })));
}

function showCost(overview, at) {
  const up = overview.upMillis;
  if (!overview.usage) {
    figure('cost', '–', '', 'The calls of DynamoDB are not metered.');
    return;
  }
  const stores = overview.usage.map((usage) => {
    const growth = grown('store', usage.store, { read: usage.readUnits, write: usage.writeUnits, requests: usage.requests }, at);
    const reads = growth.perSecond('read', up);
    const writes = growth.perSecond('write', up);
    return { ...usage, growth, reads, writes, perDay: SECONDS_A_DAY * (reads * DOLLARS_PER_READ + writes * DOLLARS_PER_WRITE) };
  });
  const perDay = sum(stores, (store) => store.perDay);
  const settled = stores.some((store) => store.growth.settled);
  const spent = sum(stores, (store) => store.readUnits * DOLLARS_PER_READ + store.writeUnits * DOLLARS_PER_WRITE);
  figure('cost', dollars(perDay), settled ? 'a day at this rate' : 'a day on average',
    `${rate(sum(stores, (store) => store.reads))} reads, ${rate(sum(stores, (store) => store.writes))} writes a second · ${dollars(spent)} so far`);
  course('cost', perDay, settled);
  const dearest = [...stores].sort((a, b) => b.perDay - a.perDay || b.requests - a.requests).slice(0, 3);
  ranking(byId('cost-ranking'), dearest.map((store) => ({ what: store.store, much: dollars(store.perDay), part: perDay ? store.perDay / perDay : 0 })));
  showHealth(stores, at);
}

/** Red only while it happens. */
function showHealth(stores, at) {
  const failures = {};
  stores.forEach((store) => Object.entries(store.failures).forEach(([error, count]) => { failures[error] = (failures[error] ?? 0) + count; }));
  const failed = total(failures, Object.keys(failures));
  const throttles = sum(stores, (store) => store.throttles);
  const retries = sum(stores, (store) => store.retries);
  const growth = grown('calls', '', { trouble: failed + throttles }, at);
  const kinds = Object.entries(failures).map(([error, count]) => `${number(count)} ${error.replaceAll('_', ' ')}`).join(', ');
  byId('health').classList.toggle('bad', growth.settled && growth.perSecond('trouble') > 0);
  byId('health').textContent = `${plural(sum(stores, (store) => store.requests), 'call')} of DynamoDB since the start: `
    + `${failed ? `${number(failed)} failed (${kinds})` : 'none failed'}, ${throttles ? number(throttles) : 'none'} throttled${retries ? `, ${number(retries)} tried again` : ''}.`;
}

let tablesReadAt;

/** Not part of the round, which would wait for it. */
async function lookAtTables(at, troubled) {
  if (tablesReadAt !== undefined && at - tablesReadAt < (troubled ? EVERY : SELDOM)) return;
  tablesReadAt = at;
  const listing = await read('tables', { size: 100 }).catch(() => null);
  if (!listing) return;
  byId('table-troubles').replaceChildren(...listing.items.flatMap((table) => [...table.problems, ...table.warnings]
    .map((text) => make('p', { of: 'trouble', text: text.includes(table.name) ? text : `Table ${table.name}: ${text}` }))));
}

function showSections(names) {
  const wanted = ['overview', ...Object.keys(sections).filter((name) => names.includes(name))];
  Object.entries(sections).forEach(([name, rows]) => { rows.root.hidden = !names.includes(name); });
  const nav = byId('nav');
  if (nav.dataset.names === wanted.join()) return;
  nav.dataset.names = wanted.join();
  nav.replaceChildren(...wanted.map((name) => make('a', { is: { href: `#${name}` } },
    title(name), make('span', { of: 'count' }))));
}

// ---- The round

/** The sections that somebody sees; what nobody sees is not read. */
const seen = new Set();
let running = null;

const watch = new IntersectionObserver((changes) => {
  changes.forEach(({ target, isIntersecting }) => isIntersecting ? seen.add(target.id) : seen.delete(target.id));
  const at = performance.now();
  if (changes.some(({ target, isIntersecting }) => isIntersecting && sections[target.id]?.isDue(at))) look();
});

async function round() {
  const at = performance.now();
  const overview = await exchange(ENDPOINT);
  readOnlySections = overview.readOnly;
  showSections(overview.sections);
  byId('tables').textContent = overview.tables.map((table) => `Table ${table.name}: ${table.stores.join(', ')}`).join(' · ');
  const present = Object.entries(sections).filter(([name]) => overview.sections.includes(name));
  await Promise.all(present.filter(([, rows]) => rows.isDue(at)).map(async ([name, rows]) => {
    try {
      latest[name] = await rows.load();
    }
    catch (failure) {
      rows.fail(failure instanceof Failure ? failure.message : 'The application gives no answer.');
    }
  }));
  showHot(overview.upMillis, at);
  showRefused(overview, at);
  showCost(overview, at);
  byId('trouble').hidden = true;
  const unread = present.filter(([, rows]) => rows.problem).length;
  lookAtTables(at, unread > 0);
  return unread;
}

function pulse(of, text) {
  byId('pulse').className = `pulse ${of}`;
  if (byId('pulse').textContent !== text) byId('pulse').textContent = text;
}

function showPulse(unread) {
  if (paused) pulse('paused', 'Paused');
  else if (unread) pulse('lost', `Live, but ${plural(unread, 'section')} could not be read in full`);
  else pulse('', 'Live');
}

async function look(force = false) {
  if ((paused || document.hidden) && !force) return;
  if (running) {
    if (!force) return;
    await running;
  }
  running = round().then(showPulse, (failure) => {
    pulse('lost', 'No answer');
    byId('trouble').hidden = false;
    byId('trouble').textContent = failure instanceof Failure ? failure.message : 'The application gives no answer.';
  });
  await running;
  running = null;
}

/** With all sections, whoever sees them. */
function lookAnew() {
  Object.values(sections).forEach((rows) => { rows.readAt = undefined; });
  return look(true);
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  byId('pause').textContent = paused ? 'Go on' : 'Pause';
  if (paused) showPulse();
  else lookAnew();
});
document.addEventListener('visibilitychange', () => look());
finder(byId('tag-finder'), 'tags', sections.tags);
finder(byId('app-finder'), 'apps', sections.apps);

session = await exchange('session').catch(() => session);
byId('mode').hidden = !session.readOnly;
await look();
document.querySelectorAll('main > section').forEach((section) => watch.observe(section));
setInterval(look, EVERY);
