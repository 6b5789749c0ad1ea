package io.github.dynamodbtoolkit.sample.products;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogueTests {

	private static final ProductChange DEARER = new ProductChange("Zither", "music", new BigDecimal("1000"));

	@TempDir
	private Path directory;

	private Path file;

	private Catalogue here;

	private Catalogue there;

	@BeforeEach
	void open() throws IOException {
		this.file = this.directory.resolve("new/changes.jsonl");
		this.here = new Catalogue(new CatalogueProperties(Duration.ZERO, this.file), new JsonMapper());
		this.there = new Catalogue(new CatalogueProperties(Duration.ZERO, this.file), new JsonMapper());
	}

	@Test
	void hasTwelveHundredProducts() {
		assertThat(this.here.all()).extracting(Product::id)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 1200).mapToObj(String::valueOf).toList());
		assertThat(this.here.all()).extracting(Product::name).doesNotHaveDuplicates();
		assertThat(this.here.all()).extracting(Product::category)
			.containsOnly("audio", "bags", "books", "camping", "cycling", "garden", "kitchen", "lighting", "music",
					"office", "sports", "toys");
		assertThat(this.here.all()).allSatisfy((product) -> assertThat(product.price()).isPositive().hasScaleOf(2));
	}

	@Test
	void sharesChanges() {
		Product changed = this.here.find("7").with(DEARER);
		this.here.save(changed);
		assertThat(this.there.find("7")).isEqualTo(changed);
		assertThat(this.there.all()).hasSize(1200).contains(changed);
		Product again = changed.with(new ProductChange("Harp", "music", new BigDecimal("2000")));
		this.there.save(again);
		assertThat(List.of(this.here.find("7"), this.there.find("7"))).containsOnly(again);
	}

	@Test
	void waitsForTheRestOfALine() throws IOException {
		Product before = this.here.find("7");
		this.here.save(before.with(DEARER));
		String line = Files.readString(this.file);
		Files.writeString(this.file, line.replace("Zither", "Zïther").substring(0, 40), StandardOpenOption.APPEND);
		assertThat(this.there.find("7").name()).isEqualTo("Zither");
		Files.writeString(this.file, line.replace("Zither", "Zïther").substring(40), StandardOpenOption.APPEND);
		assertThat(this.there.find("7").name()).isEqualTo("Zïther");
	}

	@Test
	void beginsAnewWithoutTheFile() throws IOException {
		Product before = this.here.find("7");
		this.here.save(before.with(DEARER));
		assertThat(this.here.find("7")).isNotEqualTo(before);
		Files.delete(this.file);
		assertThat(this.here.find("7")).isEqualTo(before);
	}

}
