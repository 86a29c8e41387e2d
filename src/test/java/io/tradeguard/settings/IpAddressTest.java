package io.tradeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
    "2001:DB8::1, 2001:db8:0:0::",
    "::1, 0:0:0:0::",
    "::, 0:0:0:0::",
    "fe80::1%eth0, fe80:0:0:0::",
    "1:2:3:4:5:6:7::, 1:2:3:4::",
    "::2:3:4:5:6:7:8, 0:2:3:4::",
    "64:ff9b::192.0.2.1, 64:ff9b:0:0::",
    "::ffff:203.0.113.7, 203.0.113.7",
    "::ffff:cb00:7107, 203.0.113.7",
    "0:0:0:0:0:ffff:203.0.113.7, 203.0.113.7",
  })
  void anAddressCountsWholeOrByItsNetwork(String text, String counted) {
    assertThat(IpAddress.parse(text)).map(IpAddress::counted).contains(counted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "1.2.3.-4",
        "1.2.3.4 ",
        "1.2.3.٤",
        "0x1.2.3.4",
        "1::2::3",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "g::",
        ":1::2",
        "1::2:",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "[::1]",
        "::1/64",
        "%",
        "::ffff:1.2.3.4444444444444444444444444444444444444444444444444444444444444444"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void addressesOfOneNetworkCountTogether() {
    assertThat(IpAddress.parse("2001:db8:0:1::1").orElseThrow().counted())
        .isEqualTo(IpAddress.parse("2001:db8:0:1:ffff::2").orElseThrow().counted())
        .isNotEqualTo(IpAddress.parse("2001:db8:0:2::1").orElseThrow().counted());
  }

  @Property
  void everyIpv4AddressIsReadAsJavaReadsIt(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    String text = InetAddress.getByAddress(bytes).getHostAddress();
    assertThat(IpAddress.parse(text)).map(IpAddress::counted).contains(text);
  }

  @Property
  void everyIpv6AddressIsReadAsJavaReadsIt(@ForAll @Size(16) byte[] bytes)
      throws UnknownHostException {
    bytes[0] = (byte) (bytes[0] | 1);
    String text = InetAddress.getByAddress(bytes).getHostAddress();
    String[] groups = text.split(":", -1);
    assertThat(IpAddress.parse(text))
        .map(IpAddress::counted)
        .contains(groups[0] + ":" + groups[1] + ":" + groups[2] + ":" + groups[3] + "::");
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    assertThat(IpAddress.parse(text)).isNotNull();
  }
}
