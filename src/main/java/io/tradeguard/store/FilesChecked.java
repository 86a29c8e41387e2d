package io.tradeguard.store;

/**
 * Fired after a node has looked for the bytes of stored files.
 *
 * @param lost how many files have lost bytes, as far as its last walk through all rows, or the one
 *     under way, has found; 0 is the target
 */
public record FilesChecked(int lost) {}
