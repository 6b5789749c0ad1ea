package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.testing.JavaProcess;

/**
 * Some shops in processes of their own, on one DynamoDB.
 */
final class Cluster implements AutoCloseable {

	private final Path changes;

	private final List<String> arguments;

	private final DynamoDbProcess dynamoDb;

	private final List<ShopProcess> shops = new ArrayList<>();

	private Cluster(Path directory, List<String> arguments) throws IOException {
		this.changes = directory.resolve("changes.jsonl");
		this.arguments = arguments;
		this.dynamoDb = DynamoDbProcess.start(directory.resolve("data.db"));
	}

	/**
	 * Starts them: the first alone, since it creates the table, and then the others at
	 * the same time.
	 * @param directory for what they keep
	 * @param count how many shops
	 * @param arguments of their command line
	 */
	static Cluster start(Path directory, int count, List<String> arguments) throws IOException {
		Cluster cluster = new Cluster(directory, arguments);
		List<JavaProcess> started = new ArrayList<>();
		try {
			started.add(cluster.begin());
			cluster.shops.add(ShopProcess.ready(started.get(0)));
			for (int i = 1; i < count; i++) {
				started.add(cluster.begin());
			}
			for (JavaProcess process : started.subList(1, count)) {
				cluster.shops.add(ShopProcess.ready(process));
			}
			cluster.warmUp();
			return cluster;
		}
		catch (IOException ex) {
			started.forEach(JavaProcess::close);
			cluster.close();
			throw ex;
		}
	}

	/** First calls are slow. */
	private void warmUp() {
		this.shops.forEach((shop) -> shop.shop().get("/reports/9999"));
		resetStats();
	}

	private JavaProcess begin(String... more) throws IOException {
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(List.of(more));
		return ShopProcess.begin(this.dynamoDb, this.changes, all);
	}

	DynamoDbProcess dynamoDb() {
		return this.dynamoDb;
	}

	List<ShopProcess> shops() {
		return List.copyOf(this.shops);
	}

	/** All but one. */
	List<ShopProcess> without(ShopProcess shop) {
		return this.shops.stream().filter((each) -> each != shop).toList();
	}

	/** Starts one more, with further arguments. */
	ShopProcess add(String... more) throws IOException {
		ShopProcess shop = ShopProcess.ready(begin(more));
		this.shops.add(shop);
		return shop;
	}

	void remove(ShopProcess shop) {
		shop.close();
		this.shops.remove(shop);
	}

	void resetStats() {
		this.shops.forEach((shop) -> shop.shop().delete("/stats"));
	}

	/** Of all shops together. */
	long loads(String counter) {
		return this.shops.stream().mapToLong((shop) -> shop.shop().loads(counter)).sum();
	}

	/** Waits until one of them makes a report, and answers which. */
	ShopProcess whoMakesAReport() throws InterruptedException {
		for (int i = 0; i < 1000; i++) {
			for (ShopProcess shop : this.shops) {
				if (shop.shop().loads("reportLoads") > 0) {
					return shop;
				}
			}
			TimeUnit.MILLISECONDS.sleep(5);
		}
		throw new AssertionError("Nobody makes a report");
	}

	/** Years that no test has used. */
	static List<String> years(int from, int count) {
		return IntStream.range(from, from + count).mapToObj("/reports/%04d"::formatted).toList();
	}

	@Override
	public void close() {
		this.shops.forEach(ShopProcess::close);
		this.dynamoDb.close();
	}

}
