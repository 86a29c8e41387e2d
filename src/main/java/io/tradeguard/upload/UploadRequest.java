package io.tradeguard.upload;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An upload as a client sent it, nothing checked but who sent it; headers are null where absent.
 *
 * @param filename the query's, used for a raw body
 * @param declaredLength the body's Content-Length, -1 if it is chunked
 */
record UploadRequest(
    long userId,
    @Nullable String filename,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    @Nullable String idempotencyKey,
    @Nullable String contentDigest,
    @Nullable String reprDigest,
    long declaredLength,
    InputStream body) {}
