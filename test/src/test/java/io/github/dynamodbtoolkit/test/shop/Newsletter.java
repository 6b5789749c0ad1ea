package io.github.dynamodbtoolkit.test.shop;

import org.springframework.stereotype.Component;

/**
 * A component that no test of products needs.
 */
@Component
class Newsletter {

}
