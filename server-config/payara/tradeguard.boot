# What only the server can set, for Payara Micro: --prebootcommandfile tradeguard.boot
# What a client does not read waits in the heap: four times this for each connection, where Payara would take four times the socket's buffer.
set configs.config.server-config.network-config.transports.transport.tcp.socket-write-buffer-size=65536
# As long as nginx lets the headers of a request be, and a proxy that asks about one may send them all.
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.header-buffer-length-bytes=32768
# How much of a body that was refused is read, so that its sender can read the answer.
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.max-swallowing-input-bytes=268435456
# Over h2c a client does not see a refusal before it has sent all.
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.http2-enabled=false
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.websockets-support-enabled=false
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.server-header=false
set configs.config.server-config.network-config.protocols.protocol.http-listener.http.xpowered-by=false
# Open, unlimited and costly: the application has both below /api.
set-openapi-configuration --enabled=false
set configs.config.server-config.microprofile-metrics-configuration.enabled=false
