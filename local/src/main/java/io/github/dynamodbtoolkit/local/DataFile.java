package io.github.dynamodbtoolkit.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * The file that holds the data, claimed for one server. Conditional writes are decided in
 * the memory of that server, so two of them on one file would lose updates without a
 * word. The claim is a lock on an empty file beside it, which stays.
 */
final class DataFile implements AutoCloseable {

	private final Path path;

	private final FileChannel claim;

	private DataFile(Path path, FileChannel claim) {
		this.path = path;
		this.claim = claim;
	}

	/**
	 * Claims the file and makes its directories.
	 * @throws DynamoDbLocalException if it is a directory, another server has claimed it,
	 * or it cannot be written
	 */
	static DataFile claim(Path file) {
		Path path = file.toAbsolutePath().normalize();
		if (Files.isDirectory(path)) {
			throw new DynamoDbLocalException("The data file " + path + " is a directory.",
					"Name a file in it, such as " + path.resolve("dynamodb.db") + ".", null);
		}
		try {
			return new DataFile(path, openClaim(path));
		}
		catch (IOException ex) {
			throw new DynamoDbLocalException("The data file " + path + " cannot be written: " + ex,
					"Name a file in a directory that this process may write to.", ex);
		}
	}

	private static FileChannel openClaim(Path path) throws IOException {
		Files.createDirectories(path.getParent());
		FileChannel channel = FileChannel.open(path.resolveSibling(path.getFileName() + ".lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		if (lock(channel) == null) {
			channel.close();
			throw new DynamoDbLocalException("The data file " + path + " is used by another DynamoDB Local.",
					"Stop that one, name another file, or set the same toolkit.dynamodb.local.port for both, "
							+ "so that the second joins the first.",
					null);
		}
		return channel;
	}

	private static @Nullable FileLock lock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() {
		try {
			this.claim.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
