package io.github.dynamodbtoolkit.sample.products;

import java.math.BigDecimal;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

/**
 * What of a product can be changed. Other fields of the body are ignored, so that a
 * client may send back the whole product that it got.
 */
record ProductChange(@NotBlank @Size(max = 100) String name, @NotBlank @Category String category,
		@NotNull @PositiveOrZero @Digits(integer = 7, fraction = 2,
				message = "must have at most 7 digits before the point and 2 after it") BigDecimal price) {
}
