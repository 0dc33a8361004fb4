package org.focalspark.app.config;

/** Thrown if the arguments, the configuration or the input of a job are invalid. The message is for the user. */
public final class InvalidJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a message for the user.
     *
     * @param sentence cause of the failure and how to fix it
     */
    public InvalidJobException(String sentence) {
        super(sentence);
    }

    /**
     * Creates an exception with a message for the user and a cause.
     *
     * @param sentence cause of the failure and how to fix it
     * @param cause failure that the message explains
     */
    public InvalidJobException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
