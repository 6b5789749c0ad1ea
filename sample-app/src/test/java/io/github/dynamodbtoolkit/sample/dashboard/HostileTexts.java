package io.github.dynamodbtoolkit.sample.dashboard;

import java.util.List;

/**
 * Names that a careless page would run instead of showing them.
 */
final class HostileTexts {

	static final List<String> ALL = List.of("<script>alert(1)</script>", "\"><script>alert(1)</script>",
			"'><script>window.hit=1</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
			"\"><img src=x onerror=window.hit=1>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
			"<svg><a href=\"javascript:alert(1)\"><text>x</text></a></svg>", "<body onload=alert(1)>",
			"<iframe src=javascript:alert(1)>", "<iframe srcdoc=\"<script>parent.hit=1</script>\">",
			"<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>",
			"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "<details open ontoggle=alert(1)>",
			"<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>",
			"<textarea autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>",
			"<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>",
			"<math><mtext><script>alert(1)</script></mtext></math>",
			"<form action=javascript:alert(1)><button>x</button></form>", "<base href=//evil.example/>",
			"<link rel=stylesheet href=//evil.example/x.css>", "<style>*{display:none}</style>",
			"<meta http-equiv=refresh content=\"0;url=//evil.example\">", "\" onmouseover=\"alert(1)",
			"' onfocus='alert(1)' autofocus='", "` onclick=`alert(1)", "${alert(1)}",
			"{{constructor.constructor('alert(1)')()}}", "#{T(java.lang.Runtime).getRuntime().exec('x')}",
			"&lt;script&gt;alert(1)&lt;/script&gt;", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
			"<scr<script>ipt>alert(1)</scr</script>ipt>", "__proto__");

	private HostileTexts() {
	}

}
