package io.github.dynamodbtoolkit.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.sample.Shop.Answer;

/**
 * Many who call shops at once.
 */
final class Callers implements AutoCloseable {

	/** As many of each shop. */
	static final int OF_EACH = 32;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** So many of each shop get the same page. */
	List<CompletableFuture<Answer>> get(List<ShopProcess> shops, int ofEach, String path) {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < ofEach; i++) {
			for (ShopProcess shop : shops) {
				answers.add(async(() -> shop.shop().get(path)));
			}
		}
		return answers;
	}

	CompletableFuture<Answer> async(Call call) {
		return CompletableFuture.supplyAsync(call::make, this.threads);
	}

	/** Waits for all answers. */
	static List<Answer> all(List<CompletableFuture<Answer>> answers) throws Exception {
		List<Answer> all = new ArrayList<>();
		for (CompletableFuture<Answer> answer : answers) {
			all.add(answer.get(2, TimeUnit.MINUTES));
		}
		return all;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	@FunctionalInterface
	interface Call {

		Answer make();

	}

}
