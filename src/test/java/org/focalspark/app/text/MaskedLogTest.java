package org.focalspark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaskedLogTest {
    private final Configuration configuration = ((LoggerContext) LogManager.getContext(false)).getConfiguration();
    private final Logger driver = LogManager.getLogger("com.example.Driver");
    private final Written written = new Written();

    @BeforeEach
    void addAppender() {
        written.start();
        configuration.addAppender(written);
        configuration.getRootLogger().addAppender(written, Level.ALL, null);
    }

    @AfterEach
    void removeAppender() {
        configuration.getRootLogger().removeAppender(written.getName());
        configuration.getAppenders().remove(written.getName());
    }

    @Test
    void hidesSecretsInTheLinesAndFailuresOfOthersUntilItIsClosed() throws IOException {
        Exception failure = new IllegalStateException("login hunter2", new IOException("refused hunter2"));
        try (MaskedLog masked = MaskedLog.by(text -> text.replace("hunter2", "(hidden)"))) {
            assertThat(masked).isNotNull();
            driver.error("connect {}", "hunter2", failure);
        }
        driver.error("after hunter2");

        assertThat(written.texts)
                .containsExactly(
                        "connect (hidden) java.lang.IllegalStateException: login (hidden) java.io.IOException: refused"
                                + " (hidden)",
                        "after hunter2");
    }

    private static final class Written extends AbstractAppender {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        Written() {
            super("written", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            StringBuilder text = new StringBuilder(event.getMessage().getFormattedMessage());
            for (Throwable thrown = event.getThrown(); thrown != null; thrown = thrown.getCause()) {
                text.append(' ').append(thrown);
            }
            texts.add(text.toString());
        }
    }
}
