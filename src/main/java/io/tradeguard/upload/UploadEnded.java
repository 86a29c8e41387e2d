package io.tradeguard.upload;

/**
 * Fired when an upload is over, whatever became of it.
 *
 * @param outcome one of a small fixed set in snake_case, {@code stored} for success
 * @param bytes how many bytes were received
 * @param nanos from the request's arrival to its answer
 */
public record UploadEnded(long userId, String outcome, long bytes, long nanos) {}
