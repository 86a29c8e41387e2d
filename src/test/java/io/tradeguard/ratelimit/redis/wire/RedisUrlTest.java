package io.tradeguard.ratelimit.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.ratelimit.redis.wire.RedisUrl.Credentials;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {
  @ParameterizedTest
  @CsvSource({
    "redis://my_redis:6379, STANDALONE at [my_redis:6379], , , 0",
    "redis://h, STANDALONE at [h:6379], , , 0",
    "redis://h:7000/, STANDALONE at [h:7000], , , 0",
    "redis://:p%40ss%2Fw%3Ard@h:1/3, STANDALONE at [h:1], , p@ss/w:rd, 3",
    "redis://u%3A:p+x@[::1]:7000/2, STANDALONE at [[::1]:7000], u:, p+x, 2",
    "rediss://secret@h, STANDALONE with TLS at [h:6379], , secret, 0",
    "' redis://h ', STANDALONE at [h:6379], , , 0",
    "redis-cluster://u:p@a:1, CLUSTER at [a:1], u, p, 0",
    "redis-sentinel://u:p@a:1/mymaster/4, SENTINEL at [a:1], u, p, 4",
  })
  void aUrlIsReadWhole(String text, String place, String user, String password, int database) {
    RedisUrl url = RedisUrl.parse(text);

    assertThat(url.toString()).isEqualToIgnoringCase(place);
    assertThat(url.credentials()).isEqualTo(new Credentials(user, password));
    assertThat(url.database()).isEqualTo(database);
  }

  @Test
  void sentinelsHaveTheirOwnCredentials() {
    RedisUrl url =
        RedisUrl.parse(
            "redis-sentinel://u:p@a,b:1/mymaster?sentinel-user=s&sentinel-password=q%26");

    assertThat(url.nodes()).extracting(ServerAddress::port).containsExactly(26379, 1);
    assertThat(url.master()).isEqualTo("mymaster");
    assertThat(url.credentials()).isEqualTo(new Credentials("u", "p"));
    assertThat(url.sentinelCredentials()).isEqualTo(new Credentials("s", "q&"));
    assertThat(url.toString()).doesNotContain("q&");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, the scheme is not known",
    "redis://:100%zebra@h:1, %25",
    "redis://h:6379?db=2, ?db= is not known",
    "redis://h?ssl=true, ?ssl= is not known",
    "redis://h?sentinel-password=secret, ?sentinel-password= is not known",
    "redis://h:99999, a port must be 1 to 65535",
    "redis://h:x, a host is missing or malformed",
    "redis://, a host is missing or malformed",
    "'redis://a,b', only redis-sentinel and redis-cluster name several hosts",
    "redis://h/0/extra, the path has too many parts",
    "redis://h/x, the database must be a number",
    "redis://secret#1@h, %23",
    "redis-sentinel://a, /name-of-the-master",
    "redis-cluster://a/1, a cluster has no numbered databases",
  })
  void whatIsWrongIsSaidWithoutWhatMayBeSecret(String text, String told) {
    assertThatThrownBy(() -> RedisUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("zebra")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({"6.2.14, 6.2.14 is too old", "5.0, 5.0 is too old", "2.8.24, 2.8.24 is too old"})
  void aRedisBeforeSevenIsRefusedByName(String version, String told) {
    ServerInfo info = ServerInfo.parse("# Server\r\nredis_version:" + version + "\r\n");

    assertThatThrownBy(() -> info.mustSuit(RedisUrl.Kind.STANDALONE)).hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource({"7.0.15", "7.2.4", "8.8.0", "255.255.255", "''"})
  void aNewerOneIsNot(String version) throws RedisFailure {
    new ServerInfo(Map.of("redis_version", version)).mustSuit(RedisUrl.Kind.STANDALONE);
  }

  @ParameterizedTest
  @CsvSource({"123456789, 12739", "foo{}{bar}, 8363", "foo{{bar}}zap, 4015", "foo{bar}{zap}, 5061"})
  void aKeysSlotIsTheOneOfTheSpecification(String key, int slot) {
    assertThat(SlotMap.slot(PlainCommand.bytes(key))).isEqualTo(slot);
  }
}
