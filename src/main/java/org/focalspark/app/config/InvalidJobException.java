package org.focalspark.app.config;

/** A job that cannot be run as asked: arguments, configuration or input are at fault. The message is for the user. */
public final class InvalidJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a message for the user.
     *
     * @param sentence what is at fault, and how to fix it
     */
    public InvalidJobException(String sentence) {
        super(sentence);
    }

    /**
     * Creates an exception with a message for the user and a cause.
     *
     * @param sentence what is at fault, and how to fix it
     * @param cause failure that it explains
     */
    public InvalidJobException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
