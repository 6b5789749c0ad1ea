package io.github.dynamodbtoolkit.sample.products;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The changed products, in a file with one line per change. Instances of the shop that
 * use the same file see each other's changes, as they would in a database; and so that no
 * product is out of date because of DynamoDB, it has nothing to do with DynamoDB.
 */
final class ProductChanges {

	private final Path file;

	private final JsonMapper json;

	private Map<String, Product> products = Map.of();

	/** Up to where the file is in {@link #products}. */
	private long position;

	ProductChanges(Path file, JsonMapper json) {
		this.file = file;
		this.json = json;
	}

	/** The last change of each product that has been changed by any instance. */
	synchronized Map<String, Product> current() {
		try {
			long size = Files.exists(this.file) ? Files.size(this.file) : 0;
			if (size < this.position) {
				this.products = Map.of();
				this.position = 0;
			}
			if (size > this.position) {
				readFrom(this.position, (int) (size - this.position));
			}
			return this.products;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + this.file, ex);
		}
	}

	private void readFrom(long position, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		try (SeekableByteChannel channel = Files.newByteChannel(this.file)) {
			channel.position(position);
			while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
				// the rest
			}
		}
		String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
		String lines = text.substring(0, text.lastIndexOf('\n') + 1);
		Map<String, Product> products = new HashMap<>(this.products);
		lines.lines()
			.map((line) -> this.json.readValue(line, Product.class))
			.forEach((product) -> products.put(product.id(), product));
		this.products = products;
		this.position = position + lines.getBytes(StandardCharsets.UTF_8).length;
	}

	/** In one write, so that no other instance's line comes in between. */
	void append(Product product) {
		byte[] line = (this.json.writeValueAsString(product) + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Files.write(this.file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + this.file, ex);
		}
	}

}
