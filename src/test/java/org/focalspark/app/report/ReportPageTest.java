package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final String HOSTILE = "</script><script>alert(1)</script><!-- & ' \" \\ \u2028 {{data}} $1";
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

    @Test
    void noTextOfTheDataEndsItsElement() {
        String page = ReportPage.render("title", Map.of(HOSTILE, List.of(HOSTILE)));

        List<String> scripts =
                SCRIPT.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(scripts).hasSize(3);
        assertThat(scripts.get(0)).doesNotContain("<", ">", "&", "\u2028");
        Map<String, Object> read =
                ConfigFactory.parseString(scripts.get(0)).root().unwrapped();
        assertThat(read).isEqualTo(Map.of(HOSTILE, List.of(HOSTILE)));
    }

    @Test
    void noTitleIsMarkup() {
        String page = ReportPage.render(HOSTILE, Map.of());

        assertThat(page)
                .contains(
                        "<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- &amp; &#39; &quot; \\ \u2028"
                                + " {{data}} $1</title>");
    }

    @Test
    void loadsNothing() {
        String page = ReportPage.render("title", Map.of());
        String ours = SCRIPT.matcher(page).replaceAll("");

        assertThat(ours)
                .contains("default-src 'none'; script-src 'sha256-")
                .doesNotContain("src=", "href=", "url(", "@import");
    }

    @Test
    void policyAllowsTheTwoScriptsAndNoOther() {
        String page = ReportPage.render("title", Map.of());
        List<String> hashes = Pattern.compile("'(sha256-[^']+)'")
                .matcher(page.substring(0, page.indexOf("<style>")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(hashes).hasSize(2).doesNotHaveDuplicates();
        assertThat(page.substring(0, page.indexOf("<style>")))
                .doesNotContain("unsafe-eval")
                .containsOnlyOnce("unsafe-inline");
    }

    @Test
    void numbersHaveSevenDigitsAndCountsAll() {
        assertThat(PageJson.number(1.0 / 3.0)).isEqualTo(0.3333333);
        assertThat(PageJson.number(249.9999999)).isEqualTo(250L);
        assertThat(PageJson.number(123_456_789.0)).isEqualTo(123_456_789L);
        assertThat(PageJson.number(1e300)).isEqualTo(1e300);
        assertThat(PageJson.number(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
        assertThat(PageJson.number(Double.NaN)).isEqualTo("NaN");
    }
}
