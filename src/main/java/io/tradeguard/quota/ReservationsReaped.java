package io.tradeguard.quota;

/** Fired after reservations whose lease had ended were released. */
public record ReservationsReaped(int count) {}
