package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests with four shops in processes of their own, of which many want reports.
 */
@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
abstract class FourShops {

	private final Duration lease;

	private final Duration delay;

	private int year;

	Cluster cluster;

	Callers callers;

	/**
	 * Sets the shops up.
	 * @param lease of whoever makes a report
	 * @param delay how long it takes to make one
	 */
	FourShops(Duration lease, Duration delay) {
		this.lease = lease;
		this.delay = delay;
	}

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		List<String> arguments = new ArrayList<>(ShopProcess.patient(this.lease));
		arguments.add("--shop.report.delay=" + this.delay);
		this.cluster = Cluster.start(directory, 4, arguments);
	}

	@AfterAll
	void stop() {
		this.cluster.close();
	}

	@BeforeEach
	void begin() {
		this.callers = new Callers();
		this.cluster.resetStats();
	}

	@AfterEach
	void end() {
		this.callers.close();
	}

	/** One that nobody has asked for. */
	String nextReport() {
		return nextReports(1).get(0);
	}

	List<String> nextReports(int count) {
		this.year += count;
		return Cluster.years(this.year - count, count);
	}

}
