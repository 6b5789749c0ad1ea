package io.github.dynamodbtoolkit.sample.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagOperator;
import io.github.dynamodbtoolkit.flags.FlagRule;
import io.github.dynamodbtoolkit.flags.FlagServing;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCache;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The dashboard as a person sees it, in Chromium; skipped where there is none. With
 * {@code -Dscreenshots=../docs/images} it writes pictures of itself into that folder.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"toolkit.dynamodb.rate-limit.default.limit=1000", "toolkit.dynamodb.rate-limit.default.window=1h",
		"toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
		"toolkit.dynamodb.rate-limit.resources.supplier.window=1h",
		"toolkit.dynamodb.rate-limit.resources.supplier.adaptive.enabled=false",
		"toolkit.dynamodb.rate-limit.resources.exports.limit=5",
		"toolkit.dynamodb.rate-limit.resources.exports.window=1h",
		"toolkit.dynamodb.rate-limit.resources.by-key.limit=20",
		"toolkit.dynamodb.rate-limit.resources.by-key.window=1h",
		"toolkit.dynamodb.time-budgets.decision.attempt-timeout=5s",
		"toolkit.dynamodb.time-budgets.decision.timeout=5s", "toolkit.dynamodb.time-budgets.lease.attempt-timeout=5s",
		"toolkit.dynamodb.time-budgets.lease.timeout=10s", "toolkit.dynamodb.dedupe.lease=45s",
		"toolkit.dynamodb.time-budgets.lookup.attempt-timeout=5s", "toolkit.dynamodb.time-budgets.lookup.timeout=10s" })
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@EnabledIf("hasBrowser")
class DashboardBrowserTests {

	private static final JsonMapper json = JsonMapper.shared();

	private static final List<String> SECTIONS = List.of("overview", "caches", "limits", "cooldowns", "jobs", "flags",
			"tags", "apps");

	private static final String SPILLS = """
			[...document.querySelectorAll('body *:not(.nav *):not(.visually-hidden):not(.skip):not(pre *)')]
			  .filter((each) => each.getClientRects().length && each.closest('dialog') === null)
			  .filter((each) => each.getBoundingClientRect().right > %d + 0.5 || each.getBoundingClientRect().left < -10)
			  .map((each) => each.outerHTML.slice(0, 120))""";

	private static final String OVERLAPS = """
			[...document.querySelectorAll('.top, .state, .questions, .question, .line, .facts, .actions, .finder, main')]
			  .flatMap((parent) => {
			    const boxes = [...parent.children].filter((each) => each.getClientRects().length
			      && getComputedStyle(each).position !== 'absolute').map((each) => [each, each.getBoundingClientRect()]);
			    return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => a.left < b.right - 0.5
			      && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)
			      .map(([other]) => one.outerHTML.slice(0, 80) + ' | ' + other.outerHTML.slice(0, 80)));
			  })""";

	private static final String UNREACHABLE = """
			[...document.querySelectorAll('.nav a')].filter((each) => {
			  each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
			  const box = each.getBoundingClientRect();
			  const inTheWay = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
			  return box.left < -0.5 || box.right > %d + 0.5 || !each.contains(inTheWay);
			}).map((each) => each.textContent)""";

	@LocalServerPort
	private int port;

	@Autowired
	private DynamoDbCacheManager caches;

	@Autowired
	private CacheStore cacheStore;

	@Autowired
	private RateLimiter limiter;

	@Autowired
	private Cooldowns cooldowns;

	@Autowired
	private DedupeStore dedupe;

	@Autowired
	private AppRegistry apps;

	@Autowired
	private FlagStore flagStore;

	@Autowired
	private FlagWriter flags;

	@Autowired
	private TableClients tables;

	private Browser browser;

	static boolean hasBrowser() {
		return Browser.executable() != null;
	}

	@BeforeAll
	void start() throws Exception {
		this.browser = Browser.start();
		seed();
	}

	private void seed() {
		DynamoDbCache products = cache();
		IntStream.range(0, 40)
			.forEach((i) -> products.put("p" + i % 8, "product " + i, List.of("products", "category:books")));
		IntStream.range(0, 200).forEach((i) -> products.get("p" + i % 9));
		IntStream.range(0, 26).forEach((i) -> this.limiter.acquire("supplier"));
		IntStream.range(0, 300).forEach((i) -> this.limiter.acquire(RateLimitRequest.of("exports").withKey("ann")));
		IntStream.range(0, 9).forEach((i) -> this.limiter.acquire("https://api.example.com"));
		this.dedupe.in("reports").registerOrJoin("year=2026", null);
		this.flags.replace(FlagDefinition.of("new-checkout")
			.turnedOn()
			.withTarget(0, "ann", "bob")
			.withRule(FlagRule.when("country", FlagOperator.IN, "de").serve(FlagServing.variation(0))));
		this.flags.save(FlagDefinition.of("dark-mode").servingOtherwise(FlagServing.rollout(10, 90)));
		awaitNames(DirectoryKind.TAG, "products", "category:books");
		awaitNames(DirectoryKind.RESOURCE, "https://api.example.com");
	}

	private DynamoDbCache cache() {
		return this.caches.getCache("products");
	}

	/** The directory is written in the background. */
	private void awaitNames(DirectoryKind kind, String... names) {
		Directory directory = this.tables.directory(kind == DirectoryKind.RESOURCE ? "ratelimit" : "cache");
		await().atMost(Duration.ofMinutes(1))
			.until(() -> directory.list(kind, null, 1_000)
				.entries()
				.stream()
				.map((entry) -> entry.name())
				.toList()
				.containsAll(List.of(names)));
	}

	/** No cooldown lasts as long as all tests may. */
	@BeforeEach
	void open() {
		this.cooldowns.start("https://slow.example.com", Duration.ofSeconds(59));
		this.browser.prefer("light");
		this.browser.resize(1280, 900, false);
		this.browser.open("http://127.0.0.1:" + this.port + "/actuator/dynamodbtoolkit/dashboard/");
		this.browser.until("document.querySelector('#pulse').textContent === 'Live'");
	}

	@AfterEach
	void nothingWasOutOfOrder() {
		assertThat(this.browser.trouble()).isEmpty();
	}

	@AfterAll
	void stop() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	void showsEverySection() {
		for (String section : SECTIONS) {
			assertThat(this.browser.evaluate("document.getElementById('%s').hidden".formatted(section)).asBoolean())
				.as(section)
				.isFalse();
		}
		assertThat(text("#caches")).contains("products", "lives 10m", "hits");
		assertThat(text("#limits")).contains("supplier", "20 of 20 taken", "https://api.example.com");
		assertThat(text("#cooldowns")).contains("https://slow.example.com", "still to wait");
		assertThat(text("#jobs")).contains("reports", "year=2026");
		assertThat(text("#flags")).contains("new-checkout", "2 targets · 1 rule", "dark-mode", "rollout");
		assertThat(text("#tags")).contains("category:books", "never invalidated");
		assertThat(text("#apps")).contains("Apps are not listed here. Look one up.");
		assertThat(text(".nav a[href='#apps']")).as("how many apps there are, nobody knows").isEqualTo("Apps");
	}

	@Test
	void answersAtAGlanceWhatIsHotWhatIsRefusedAndWhatItCosts() {
		assertThat(text("#hot-figure")).endsWith("%");
		assertThat(text("#hot-ranking")).contains("products");
		assertThat(text("#refused-note")).matches("\\d+ of \\d+ requests since the start");
		assertThat(text("#refused-ranking")).as("by refusals, also where only a key is refused")
			.startsWith("exports")
			.contains("supplier");
		assertThat(text("#cost-figure")).startsWith("$");
		assertThat(text("#cost-note")).contains(" reads, ", " writes a second");
		assertThat(text("#health")).contains("calls of DynamoDB since the start")
			.as("that a table is not there before it is created is no failure")
			.doesNotContain("table not found");
	}

	/** A collapse shows at once, however many hits there were before. */
	@Test
	void tellsTheHitRatioOfNow() {
		assertThat(text("#hot-unit")).isEqualTo("of reads were hits");
		assertThat(this.browser.evaluate("document.querySelectorAll('#hot-course *').length").asInt())
			.as("no course before there is one")
			.isZero();
		IntStream.range(0, 50).forEach((i) -> cache().get("absent"));
		this.browser.until("document.querySelector('#hot-unit').textContent === 'of reads are hits now'");
		assertThat(text("#hot-figure")).isEqualTo("0 %");
		assertThat(text("#hot-note")).matches(".* reads a minute · [\\d.]+ % of [\\d,]+ since the start");
	}

	@ParameterizedTest
	@CsvSource({ "1280, 900, false, light, desktop", "1280, 900, false, dark, desktop-dark",
			"390, 844, true, light, phone", "390, 844, true, dark, phone-dark", "320, 640, true, light," })
	void fitsScreens(int width, int height, boolean phone, String scheme, @Nullable String name) throws IOException {
		this.browser.prefer(scheme);
		this.browser.resize(width, height, phone);
		this.browser.until("document.documentElement.clientWidth === %d".formatted(width));
		assertThat(this.browser.evaluate(SPILLS.formatted(width))).as("reaches beyond the screen").isEmpty();
		assertThat(this.browser.evaluate(OVERLAPS)).as("lies upon its neighbour").isEmpty();
		assertThat(this.browser.evaluate(UNREACHABLE.formatted(width))).as("cannot be reached in the menu").isEmpty();
		this.browser.evaluate("document.querySelector('.nav').scrollLeft = 0");
		String folder = System.getProperty("screenshots");
		if (folder != null && name != null) {
			letLinesGrow();
			Files.createDirectories(Path.of(folder));
			Files.write(Path.of(folder, "dashboard-" + name + ".png"), this.browser.screenshot());
		}
	}

	/** So that there is something to see in the pictures. */
	private void letLinesGrow() {
		IntStream.range(0, 8).forEach((i) -> cache().put("p" + i, "product " + i, List.of("products")));
		for (int round = 0; round < 6; round++) {
			int reads = 30 + 25 * (round % 3);
			IntStream.range(0, reads).forEach((i) -> cache().get("p" + i % 9));
			IntStream.range(0, 4 + 3 * (round % 2)).forEach((i) -> this.limiter.acquire("supplier"));
			String points = "document.querySelector('#hot-course .stroke')?.getAttribute('d').split('L').length";
			this.browser.until(points + " > " + (round + 1));
		}
	}

	@Test
	void looksUpAndEvictsAnEntry() {
		cache().put("look", "worth seeing", List.of("seen"));
		press("#caches", "products", "Entries");
		type("#caches .lookup input", "look");
		submit("#caches .lookup");
		this.browser.until("document.querySelector('#caches .detail dl')");
		assertThat(text("#caches .detail")).contains("worth seeing", "seen", "json");
		click("#caches .detail .danger");
		toast("Evicted.");
		assertThat(cache().get("look")).isNull();
		submit("#caches .lookup");
		this.browser.until("document.querySelector('#caches .detail').innerText.includes('There is no such entry')");
	}

	@Test
	void clearsACacheOnlyWhenConfirmed() {
		cache().put("kept", "x");
		press("#caches", "products", "Clear");
		this.browser.until("document.querySelector('dialog').open");
		click("#question-cancel");
		this.browser.until("!document.querySelector('dialog').open");
		assertThat(cache().get("kept")).isNotNull();
		press("#caches", "products", "Clear");
		confirm();
		toast("Cleared.");
		assertThat(cache().get("kept")).isNull();
	}

	@Test
	void changesRestoresAndResetsALimit() {
		press("#limits", "supplier", "Change");
		this.browser.until("document.querySelector('dialog').open");
		type("#question-input", "33");
		confirm();
		toast("Changed.");
		assertThat(limit()).isEqualTo(33);
		this.browser.until("document.querySelector('#limits').innerText.includes('changed at run time')");
		press("#limits", "supplier", "As configured");
		toast("The configured limits hold again.");
		assertThat(limit()).isEqualTo(20);
		press("#limits", "supplier", "Reset");
		confirm();
		toast("Reset.");
		assertThat(this.limiter.status(RateLimitRequest.of("supplier")).levels().get(0).remaining()).isEqualTo(20);
		IntStream.range(0, 26).forEach((i) -> this.limiter.acquire("supplier"));
	}

	@Test
	void changesALimitByTheEnterKey() {
		press("#limits", "supplier", "Change");
		this.browser.until("document.querySelector('dialog').open");
		type("#question-input", "34");
		this.browser.evaluate("document.querySelector('#question-input').focus()");
		this.browser.press("Enter");
		toast("Changed.");
		assertThat(limit()).isEqualTo(34);
		press("#limits", "supplier", "As configured");
		toast("The configured limits hold again.");
	}

	@Test
	void looksUpAndResetsTheLimitOfAKey() {
		this.limiter.acquire(RateLimitRequest.of("by-key").withKey("<b>ann</b>").withPermits(3));
		press("#limits", "by-key", "Keys");
		type("#limits .lookup input", "<b>ann</b>");
		submit("#limits .lookup");
		this.browser.until("document.querySelector('#limits .detail').innerText.includes('3 of 20 taken')");
		click("#limits .detail .danger");
		toast("Reset.");
		this.browser.until("document.querySelector('#limits .detail').innerText.includes('nothing taken of 20')");
	}

	@Test
	void endsACooldown() {
		this.cooldowns.start("https://other.example.com", Duration.ofSeconds(59));
		refresh();
		press("#cooldowns", "https://other.example.com", "End");
		confirm();
		toast("Ended.");
		assertThat(this.cooldowns.known("https://other.example.com")).isZero();
	}

	@Test
	void freesAJob() {
		this.dedupe.in("other").registerOrJoin("stuck", null);
		refresh();
		press("#jobs", "other", "Free");
		confirm();
		toast("Freed.");
		assertThat(this.dedupe.in("other").isInProgress("stuck")).isFalse();
	}

	@Test
	void turnsAFlagOnAndOff() {
		boolean before = this.flags.find("dark-mode").isOn();
		click("#flags [aria-label='Turn dark-mode on']");
		toast(before ? "Turned off." : "Turned on.");
		assertThat(this.flags.find("dark-mode").isOn()).isNotEqualTo(before);
	}

	/** As after the end of the session to which the token belonged. */
	@Test
	void takesANewTokenWhereItsOwnIsRefused() {
		this.browser.evaluate(
				"""
						{
						  const real = window.fetch;
						  window.sent = [];
						  window.fetch = (url, options) => {
						    if (url === 'session') {
						      return Promise.resolve(Response.json({ readOnly: false, csrf: { name: 'X-TOKEN', value: 'new' } }));
						    }
						    if (options.method !== 'POST') return real(url, options);
						    window.sent.push(options.headers['X-TOKEN'] ?? 'none');
						    return options.headers['X-TOKEN'] === 'new' ? real(url, options)
						      : Promise.resolve(Response.json({ error: 'Forbidden' }, { status: 403 }));
						  };
						}""");
		boolean before = this.flags.find("dark-mode").isOn();
		click("#flags [aria-label='Turn dark-mode on']");
		toast(before ? "Turned off." : "Turned on.");
		assertThat(this.flags.find("dark-mode").isOn()).isNotEqualTo(before);
		assertThat(this.browser.evaluate("window.sent.join()").asString()).isEqualTo("none,new");
	}

	@Test
	void readsOnlyWhatSomebodySees() {
		this.browser.evaluate("""
				{
				  const real = window.fetch;
				  window.sent = [];
				  window.fetch = (url, options) => {
				    window.sent.push(new URL(url, location.href).pathname.split('/').at(-1));
				    return real(url, options);
				  };
				}""");
		this.browser.until("window.sent.filter((name) => name === 'dynamodbtoolkit').length > 2");
		assertThat(this.browser.evaluate("window.sent.join()").asString()).contains("caches")
			.doesNotContain("tags", "flags", "jobs", "cooldowns");
		this.browser.evaluate("document.querySelector('#jobs').scrollIntoView()");
		this.browser.until("window.sent.includes('jobs')");
		assertThat(sentWhenHidden(true)).isZero();
		assertThat(sentWhenHidden(false)).isPositive();
	}

	/** How many requests it sends upon being hidden, or shown. */
	private int sentWhenHidden(boolean hidden) {
		this.browser.until("document.querySelector('#pulse').textContent === 'Live'");
		return this.browser.evaluate("""
				{
				  const before = window.sent.length;
				  Object.defineProperty(document, 'hidden', { configurable: true, get: () => %s });
				  document.dispatchEvent(new Event('visibilitychange'));
				  window.sent.length - before;
				}""".formatted(hidden)).asInt();
	}

	@Test
	void findsAndInvalidatesATag() {
		cache().put("tagged", "x", List.of("rare"));
		type("#tag-name", "rare");
		submit("#tag-finder");
		this.browser.until("document.querySelector('#tags .rows').innerText.startsWith('rare')");
		press("#tags", "rare", "Invalidate");
		confirm();
		toast("Invalidated.");
		assertThat(this.cacheStore.tagVersions(List.of("rare"))).containsKey("rare");
		assertThat(cache().get("tagged")).isNull();
	}

	@Test
	void findsAndDisablesAnApp() {
		this.apps.save(App.of("app-1", "key-1", AppSecret.of("canary-secret")));
		type("#app-name", "app-1");
		submit("#app-finder");
		this.browser.until("document.querySelector('#apps .rows').innerText.startsWith('app-1')");
		assertThat(text("#apps")).contains("key key-1", "Enabled").doesNotContain("canary-secret");
		click("#apps .switch");
		confirm();
		toast("Disabled.");
		this.browser.until("document.querySelector('#apps .switch').getAttribute('aria-checked') === 'false'");
		assertThat(this.apps.findById("app-1").enabled()).isFalse();
	}

	@Test
	void pauses() {
		click("#pause");
		this.browser.until("document.querySelector('#pulse').textContent === 'Paused'");
		click("#pause");
		this.browser.until("document.querySelector('#pulse').textContent === 'Live'");
	}

	@Test
	void canBeUsedByKeyboard() {
		this.browser.press("Tab");
		assertThat(focused("textContent")).isEqualTo("Skip to the content");
		this.browser.evaluate("document.querySelector('#flags .switch').focus()");
		String label = focused("getAttribute('aria-label')");
		this.browser.press("Enter");
		this.browser.until("/Turned/.test(document.querySelector('#toast').textContent)");
		assertThat(focused("getAttribute('aria-label')")).isEqualTo(label);
		assertThat(this.browser.evaluate("""
				[...document.querySelectorAll('main button')].filter((button) => button.getClientRects().length)
				  .map((button) => button.getAttribute('aria-label') ?? button.textContent)
				  .filter((name, i, names) => names.indexOf(name) !== i)""")).as("names of several buttons").isEmpty();
		assertThat(this.browser
			.evaluate("[...document.querySelectorAll('button, input, select')].filter((control) => "
					+ "!control.innerText && !control.labels?.length && !control.getAttribute('aria-label')).length")
			.asInt()).isZero();
	}

	/** Last, because it leaves things behind that fill the first pages. */
	@Test
	@Order(Integer.MAX_VALUE)
	void showsHostileNamesAsText() {
		List<String> payloads = HostileTexts.ALL;
		assertThat(payloads).hasSize(40).doesNotHaveDuplicates();
		payloads.forEach((payload) -> {
			cache().put(payload, payload, List.of(payload));
			this.limiter.acquire(payload);
			this.flagStore.upsert(FlagKind.FLAGS, payload, new FlagItem(1, FlagDefinition.of("x").json()));
			this.dedupe.in(payload).registerOrJoin(payload, null);
			this.apps.save(App.of(payload, payload, AppSecret.random()));
		});
		awaitNames(DirectoryKind.TAG, payloads.toArray(String[]::new));
		awaitNames(DirectoryKind.RESOURCE, payloads.toArray(String[]::new));
		payloads.forEach((payload) -> this.cooldowns.start(payload, Duration.ofSeconds(60)));
		open();
		for (String section : List.of("cooldowns", "limits", "jobs", "flags", "tags")) {
			turnPages(section, payloads);
		}
		press("#caches", "products", "Entries");
		payloads.forEach(this::lookUp);
		payloads.forEach(this::lookUpApp);
		assertThat(this.browser
			.evaluate("document.querySelectorAll('main script, main img, main iframe, main svg a').length")
			.asInt()).isZero();
		assertThat(this.browser.evaluate("window.hit === undefined").asBoolean()).isTrue();
	}

	/** Every page of a section, so that each payload has stood in the document. */
	private void turnPages(String section, List<String> payloads) {
		List<String> missing = new ArrayList<>(payloads);
		boolean more = true;
		while (more) {
			this.browser
				.evaluate("[...document.querySelectorAll('#%s .name')].map((name) => name.textContent)"
					.formatted(section))
				.forEach((name) -> missing.remove(name.asString()));
			String next = "document.querySelector('#%s .pager button:last-child:not(:disabled)')".formatted(section);
			more = this.browser.evaluate("Boolean(" + next + ")").asBoolean();
			if (more) {
				String page = text("#" + section + " .pager span");
				this.browser.evaluate(next + ".click()");
				this.browser
					.until("document.querySelector('#%s .pager span').textContent !== '%s'".formatted(section, page));
			}
		}
		assertThat(missing).as(section).isEmpty();
	}

	private void lookUp(String payload) {
		this.browser.evaluate("document.querySelector('#caches .detail [aria-live]').replaceChildren()");
		type("#caches .lookup input", payload);
		submit("#caches .lookup");
		this.browser.until("document.querySelector('#caches .detail pre')");
		assertThat(this.browser.evaluate("JSON.parse(document.querySelector('#caches .detail pre').textContent)")
			.asString()).isEqualTo(payload);
	}

	private void lookUpApp(String payload) {
		type("#app-name", payload);
		submit("#app-finder");
		this.browser
			.until("document.querySelector('#apps .name')?.textContent === " + json.writeValueAsString(payload));
	}

	private long limit() {
		return this.limiter.status(RateLimitRequest.of("supplier")).levels().get(0).limit().limit();
	}

	private String text(String selector) {
		return this.browser
			.evaluate("document.querySelector(%s).innerText".formatted(json.writeValueAsString(selector)))
			.asString();
	}

	private String focused(String what) {
		return this.browser.evaluate("document.activeElement." + what).asString();
	}

	private void click(String selector) {
		this.browser.until("document.querySelector(%s)".formatted(json.writeValueAsString(selector)));
		this.browser.evaluate("document.querySelector(%s).click()".formatted(json.writeValueAsString(selector)));
	}

	/** Presses a button of a thing of a section. */
	private void press(String section, String name, String button) {
		String find = """
				[...document.querySelectorAll('%s .row')].filter((row) => row.querySelector('.name').textContent === %s)
				  .flatMap((row) => [...row.querySelectorAll('button')]).find((button) => button.textContent === '%s')"""
			.formatted(section, json.writeValueAsString(name), button);
		this.browser.until(find);
		this.browser.evaluate(find + ".click()");
	}

	private void confirm() {
		this.browser.until("document.querySelector('dialog').open");
		click("#question-ok");
	}

	private void type(String selector, String text) {
		this.browser.evaluate("Object.assign(document.querySelector(%s), { value: %s })"
			.formatted(json.writeValueAsString(selector), json.writeValueAsString(text)));
	}

	private void submit(String selector) {
		this.browser.evaluate("document.querySelector('%s').requestSubmit()".formatted(selector));
	}

	private void toast(String text) {
		this.browser.until("document.querySelector('#toast').textContent === '%s'".formatted(text));
	}

	private void refresh() {
		click("#pause");
		click("#pause");
	}

}
