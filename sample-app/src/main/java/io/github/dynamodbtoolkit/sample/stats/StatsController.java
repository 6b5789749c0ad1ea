package io.github.dynamodbtoolkit.sample.stats;

import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/stats")
class StatsController {

	private final Stats stats;

	StatsController(Stats stats) {
		this.stats = stats;
	}

	@GetMapping
	Map<String, Long> counts() {
		return this.stats.counts();
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void reset() {
		this.stats.reset();
	}

}
