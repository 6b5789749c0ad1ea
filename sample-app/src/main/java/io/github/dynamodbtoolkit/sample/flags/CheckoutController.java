package io.github.dynamodbtoolkit.sample.flags;

import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The new checkout, which is not there for everybody yet.
 */
@RestController
@FeatureFlag("new-checkout")
class CheckoutController {

	@GetMapping("/checkout")
	Checkout checkout(@RequestParam(defaultValue = "anonymous") String user) {
		return new Checkout(user, "Welcome to the new checkout.");
	}

	/**
	 * Stands for a page.
	 *
	 * @param user whose it is
	 * @param text what it says
	 */
	record Checkout(String user, String text) {
	}

}
