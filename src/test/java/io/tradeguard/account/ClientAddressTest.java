package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.settings.Settings;
import io.tradeguard.settings.Settings.ForwardingHeader;
import io.tradeguard.settings.SettingsFixture;
import io.tradeguard.testing.Fault;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final String PROXY = "10.0.0.1";

  private static ClientAddress behindProxies(ForwardingHeader header) {
    return new ClientAddress(
        new Settings.TrustedProxies(
            SettingsFixture.networks("10.0.0.0/8", "2001:db8:ffff::/48"), header));
  }

  @Fault(45)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
        "10.0.0.1 | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 198.51.100.1, 203.0.113.7, 10.2.3.4 | 203.0.113.7",
        "10.0.0.1 | 198.51.100.1,203.0.113.7,2001:db8:ffff::9 | 203.0.113.7",
        "10.0.0.1 | not an address, 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 2001:db8::1 | 2001:db8:0:0::",
        "10.0.0.1 | [2001:db8::1]:4711 | 2001:db8:0:0::",
        "10.0.0.1 | [2001:db8::1] | 2001:db8:0:0::",
        "10.0.0.1 | ::ffff:203.0.113.7 | 203.0.113.7",
        "::ffff:10.0.0.1 | 203.0.113.7 | 203.0.113.7",
        "2001:db8:ffff::1 | 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 10.0.0.9 | 10.0.0.1",
        "10.0.0.1 | garbage | 10.0.0.1",
        "10.0.0.1 | 203.0.113.7, garbage | 10.0.0.1",
        "10.0.0.1 | 203.0.113.7, | 10.0.0.1",
        "10.0.0.1 | 203.0.113.7, unknown, 10.0.0.2 | 10.0.0.1",
        "10.0.0.1 | 203.0.113.7:port | 10.0.0.1",
        "10.0.0.1 | [203.0.113.7] | 10.0.0.1",
        "10.0.0.1 | [2001:db8::1 | 10.0.0.1",
        "203.0.113.9 | 1.2.3.4 | 203.0.113.9",
        "2001:db8::9 | 1.2.3.4 | 2001:db8:0:0::",
      })
  void theRightmostAddressThatNoTrustedProxyHasIsTheClient(
      String peer, String header, String client) {
    assertThat(behindProxies(ForwardingHeader.X_FORWARDED_FOR).of(peer, List.of(header)))
        .isEqualTo(client);
  }

  @Fault(45)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "for=203.0.113.7 | 203.0.113.7",
        "For=203.0.113.7;proto=https;by=10.0.0.1 | 203.0.113.7",
        "proto=https ; for=203.0.113.7 | 203.0.113.7",
        "for=\"203.0.113.7:4711\" | 203.0.113.7",
        "for=\"[2001:db8::1]:4711\" | 2001:db8:0:0::",
        "for=\"[2001:db8::1]\" | 2001:db8:0:0::",
        "for=198.51.100.1, for=203.0.113.7;by=\"a,b;c\", for=10.1.1.1 | 203.0.113.7",
        "for=198.51.100.1, for=unknown | 10.0.0.1",
        "for=_hidden | 10.0.0.1",
        "for=198.51.100.1, proto=https | 10.0.0.1",
        "for=\"203.0.113.7 | 10.0.0.1",
        "for=203.0.113.7;for=1.2.3.4 | 10.0.0.1",
        "for | 10.0.0.1",
        "for= | 10.0.0.1",
        "203.0.113.7 | 10.0.0.1",
        "for=203.0.113.7 for=1.2.3.4 | 10.0.0.1",
      })
  void theForwardedHeaderIsReadLikewise(String header, String client) {
    assertThat(behindProxies(ForwardingHeader.FORWARDED).of(PROXY, List.of(header)))
        .isEqualTo(client);
  }

  @Test
  void severalHeadersAreOneInTheirOrder() {
    assertThat(
            behindProxies(ForwardingHeader.X_FORWARDED_FOR)
                .of(PROXY, List.of("198.51.100.1", "203.0.113.7, 10.1.1.1")))
        .isEqualTo("203.0.113.7");
  }

  @Test
  @Fault(45)
  void nobodyIsTrustedByDefault() {
    ClientAddress trustless =
        new ClientAddress(new Settings.TrustedProxies(List.of(), ForwardingHeader.X_FORWARDED_FOR));

    assertThat(trustless.of("127.0.0.1", List.of("1.2.3.4"))).isEqualTo("127.0.0.1");
    assertThat(trustless.of("::1", List.of())).isEqualTo("0:0:0:0::");
    assertThat(trustless.of("[::1]", List.of())).isEqualTo("0:0:0:0::");
  }

  @Test
  @Fault(45)
  void anEndlessHeaderIsNoneAtAll() {
    String hops = String.join(",", Collections.nCopies(101, "10.0.0.2"));

    assertThat(
            behindProxies(ForwardingHeader.X_FORWARDED_FOR)
                .of(PROXY, List.of("203.0.113.7," + hops)))
        .isEqualTo(PROXY);
  }

  @Property
  void anyHeaderYieldsAnAddress(@ForAll String header, @ForAll boolean forwarded) {
    ForwardingHeader kind =
        forwarded ? ForwardingHeader.FORWARDED : ForwardingHeader.X_FORWARDED_FOR;

    assertThat(behindProxies(kind).of(PROXY, List.of(header))).matches("[0-9a-f.:]+");
  }
}
