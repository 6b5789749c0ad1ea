package io.github.dynamodbtoolkit.sample.reports;

import jakarta.validation.constraints.Pattern;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReportController {

	private final ReportService service;

	ReportController(ReportService service) {
		this.service = service;
	}

	@GetMapping("/reports/{year}")
	Report report(@PathVariable @Pattern(regexp = "\\d{4}", message = "must be a year such as 2025") String year) {
		return this.service.report(year);
	}

}
