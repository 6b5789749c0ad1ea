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

/** Draws a figure's course since the page was opened. */
function course(id, value, warm = false) {
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

function write(method, section, parameters) {
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
  await look(true);
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
  return new Promise((answer) => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'ok' ? (field ? input.value : true) : null),
      { once: true });
  });
}

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
  constructor(section, what, view, { size = 20, id = (item) => item.name } = {}) {
    this.section = section;
    this.root = byId(section);
    this.box = this.root.querySelector('[data-rows]');
    this.what = what;
    this.view = view;
    this.id = id;
    this.size = size;
    this.rows = new Map();
    this.page = 0;
    this.empty = make('p', { of: 'empty', text: `There are no ${what}.` });
    this.back = button('Previous', () => this.turn(-1));
    this.next = button('Next', () => this.turn(1));
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
    try {
      const listing = await read(this.section, { page: this.page, size: this.size });
      // Somebody may have turned the page meanwhile.
      if (listing.page === this.page) this.show(listing);
      return listing.items;
    }
    catch (failure) {
      if (failure.status !== 405) throw failure;
      this.unlisted = true;
      this.empty.textContent = `${title(this.section)} are not listed here. Look one up.`;
      this.show({ page: 0, more: false, items: [] });
      return [];
    }
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
    this.partial = listing.more || listing.page > 0;
    this.empty.remove();
    this.pager.remove();
    if (!listing.items.length && !listing.page) this.box.append(this.empty);
    if (listing.page || listing.more) {
      this.box.append(this.pager);
      this.where.textContent = `Page ${listing.page + 1}`;
      this.back.disabled = !listing.page;
      this.next.disabled = !listing.more;
    }
    const count = document.querySelector(`.nav a[href="#${this.section}"] .count`);
    if (count) count.textContent = listing.items.length + (listing.more ? '+' : '');
  }
}

function row(name, ...actions) {
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
    make('button', { text: 'Look up', is: { type: 'submit' } }));
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
  return keyFinder('Key of an entry', [type], async (key, place) => {
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
      ...(isOfKeysOnly(now) ? [] : gauges(now)));
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
    view.append(make('p', { of: 'actions' }, reset));
  }
  return view;
}

const share = (level) => level.mostAtOnce > 0 ? (level.mostAtOnce - level.remaining) / level.mostAtOnce : 1;
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
  seldom = 0;
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
      seldom = 0;
      look(true);
    }
  });
}

const sections = {
  caches: new Rows('caches', 'caches', cacheRow, { size: 100 }),
  limits: new Rows('limits', 'limits', limitRow),
  cooldowns: new Rows('cooldowns', 'cooldowns that this instance knows of', cooldownRow),
  jobs: new Rows('jobs', 'jobs running in this instance', jobRow, { id: (job) => `${job.name} ${job.fence}` }),
  flags: new Rows('flags', 'flags', flagRow),
  tags: new Rows('tags', 'tags in use', tagRow),
  apps: new Rows('apps', 'apps', appRow),
};

const title = (section) => section[0].toUpperCase() + section.slice(1);
const SELDOM_READ = new Set(['flags', 'tags', 'apps']);

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

function showHot(caches, up, at) {
  const read = caches.filter((cache) => cache.here).map((cache) => {
    const { hit, miss } = cache.events;
    return { cache, hit, reads: hit + miss, growth: grown('cache', cache.name, { hit, reads: hit + miss }, at) };
  });
  const reads = read.reduce((sum, each) => sum + each.reads, 0);
  const hits = read.reduce((sum, each) => sum + each.hit, 0);
  const perMinute = read.reduce((sum, each) => sum + 60 * each.growth.perSecond('reads', up), 0);
  figure('hot', reads ? percent(hits / reads) : '–', reads ? 'of reads are hits' : '',
    reads ? `${rate(perMinute)} reads a minute, ${number(reads)} since the start` : 'No cache was read yet.');
  if (reads) course('hot', perMinute);
  const rates = read.map((each) => ({ ...each, perMinute: 60 * each.growth.perSecond('reads', up) }))
    .filter((each) => each.reads).sort((a, b) => b.perMinute - a.perMinute || b.reads - a.reads).slice(0, 3);
  const highest = Math.max(1e-9, ...rates.map((each) => each.perMinute));
  ranking(byId('hot-ranking'), rates.map((each) => ({ what: each.cache.name, much: `${rate(each.perMinute)} a minute`, part: each.perMinute / highest })));
}

function showRefused(limits, up, at) {
  const measured = limits.filter((limit) => limit.events).map((limit) => {
    const refused = total(limit.events, REFUSED);
    return { limit, refused, asked: refused + total(limit.events, ALLOWED), growth: grown('limit', limit.name, { refused }, at) };
  });
  const refused = measured.reduce((sum, each) => sum + each.refused, 0);
  const asked = measured.reduce((sum, each) => sum + each.asked, 0);
  const perMinute = measured.reduce((sum, each) => sum + 60 * each.growth.perSecond('refused', up), 0);
  if (measured.length) {
    course('refused', perMinute, perMinute > 0);
    figure('refused', rate(perMinute), 'a minute', asked ? `${number(refused)} of ${plural(asked, 'request')} since the start${sections.limits.partial ? ', by the limits on this page' : ''}` : 'Nothing was asked for yet.', perMinute > 0);
  }
  else {
    figure('refused', limits.length ? '–' : '0', '', limits.length ? 'What is refused is not metered.' : 'Nothing is limited.');
  }
  const fullest = limits.filter((limit) => !isOfKeysOnly(limit)).map((limit) => ({ limit, used: fullness(limit) })).sort((a, b) => b.used - a.used).slice(0, 3);
  ranking(byId('refused-ranking'), fullest.map(({ limit, used }) => ({ what: limit.name, much: `${percent(used)} full`, part: used, warm: used >= 0.9 })));
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
  const sum = (of) => stores.reduce((all, store) => all + of(store), 0);
  const perDay = sum((store) => store.perDay);
  const spent = sum((store) => store.readUnits * DOLLARS_PER_READ + store.writeUnits * DOLLARS_PER_WRITE);
  figure('cost', dollars(perDay), 'a day at this rate',
    `${rate(sum((store) => store.reads))} reads, ${rate(sum((store) => store.writes))} writes a second · ${dollars(spent)} so far`);
  course('cost', perDay);
  const dearest = stores.sort((a, b) => b.perDay - a.perDay || b.requests - a.requests).slice(0, 3);
  ranking(byId('cost-ranking'), dearest.map((store) => ({ what: store.store, much: dollars(store.perDay), part: perDay ? store.perDay / perDay : 0 })));
  showHealth(sum((store) => store.requests), sum((store) => store.failures), sum((store) => store.throttles), sum((store) => store.retries), at);
}

/** Red only while it happens: a table that was missing until it was created is no news. */
function showHealth(requests, failures, throttles, retries, at) {
  const growth = grown('calls', '', { trouble: failures + throttles }, at);
  byId('health').classList.toggle('bad', growth.settled && growth.perSecond('trouble') > 0);
  byId('health').textContent = `${plural(requests, 'call')} of DynamoDB since the start: ${failures ? number(failures) : 'none'} failed, `
    + `${throttles ? number(throttles) : 'none'} throttled${retries ? `, ${number(retries)} tried again` : ''}.`;
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

let seldom = 0;
let running = null;

async function round() {
  const at = performance.now();
  const overview = await exchange(ENDPOINT);
  readOnlySections = overview.readOnly;
  showSections(overview.sections);
  byId('tables').textContent = overview.tables.map((table) => `Table ${table.name}: ${table.stores.join(', ')}`).join(' · ');
  const everything = at - seldom >= SELDOM || seldom === 0;
  if (everything) seldom = at;
  const problems = [];
  await Promise.all(Object.entries(sections).map(async ([name, rows]) => {
    if (!overview.sections.includes(name) || rows.found || rows.unlisted || (SELDOM_READ.has(name) && !everything)) return;
    try {
      latest[name] = await rows.load();
    }
    catch (failure) {
      problems.push(`${title(name)}: ${failure.message}`);
    }
  }));
  showHot(latest.caches ?? [], overview.upMillis, at);
  showRefused(latest.limits ?? [], overview.upMillis, at);
  showCost(overview, at);
  byId('trouble').hidden = !problems.length;
  byId('trouble').textContent = problems.join(' ');
}

function pulse(of, text) {
  byId('pulse').className = `pulse ${of}`;
  if (byId('pulse').textContent !== text) byId('pulse').textContent = text;
}

async function look(force = false) {
  if ((paused || document.hidden) && !force) return;
  if (running) {
    if (!force) return;
    await running;
  }
  running = round().then(() => pulse(paused ? 'paused' : '', paused ? 'Paused' : 'Live'), (failure) => {
    pulse('lost', 'No answer');
    byId('trouble').hidden = false;
    byId('trouble').textContent = failure instanceof Failure ? failure.message : 'The application gives no answer.';
  });
  await running;
  running = null;
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  byId('pause').textContent = paused ? 'Go on' : 'Pause';
  pulse(paused ? 'paused' : '', paused ? 'Paused' : 'Live');
  look();
});
document.addEventListener('visibilitychange', () => look());
finder(byId('tag-finder'), 'tags', sections.tags);
finder(byId('app-finder'), 'apps', sections.apps);

session = await exchange('session').catch(() => session);
byId('mode').hidden = !session.readOnly;
await look();
setInterval(look, EVERY);
