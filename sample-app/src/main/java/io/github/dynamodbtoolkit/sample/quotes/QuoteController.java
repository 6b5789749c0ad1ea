package io.github.dynamodbtoolkit.sample.quotes;

import java.util.Locale;

import io.github.dynamodbtoolkit.ratelimit.Priority;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class QuoteController {

	private final SupplierClient supplier;

	QuoteController(SupplierClient supplier) {
		this.supplier = supplier;
	}

	@GetMapping("/quotes/{id}")
	Quote quote(@PathVariable String id, @RequestParam(required = false) @Pattern(regexp = "user|background",
			message = "must be user or background") @Nullable String priority) {
		return this.supplier.quote(id,
				priority != null ? Priority.valueOf(priority.toUpperCase(Locale.ROOT)) : Priority.NONE);
	}

}
