package io.tradeguard.store;

/** Fired after a node has looked for bytes in the store that belong to nobody. */
public record StoreSwept(OrphanReport report) {}
