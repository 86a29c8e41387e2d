package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.marketdata.text.NumberText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/** Files of as many bars as are taken; the same every time. */
public enum MillionBars {
  MINUTES("minutes, 2 decimals") {
    @Override
    String time(long second) {
      return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).toString().replace('T', ' ');
    }

    @Override
    String price(double price, Random random) {
      long cents = Math.round(price * 100);
      return cents / 100 + "." + (char) ('0' + cents / 10 % 10) + (char) ('0' + cents % 10);
    }
  },
  CANDLES("candles in ms, 8 decimals") {
    @Override
    String time(long second) {
      return second + "000";
    }

    @Override
    String price(double price, Random random) {
      return (long) price + "." + (10_000_000 + random.nextInt(89_999_999));
    }
  },
  LONGEST("the longest numbers that are read") {
    @Override
    String time(long second) {
      return second + ".123456789";
    }

    @Override
    String price(double price, Random random) {
      StringBuilder digits = new StringBuilder().append((long) price).append('.');
      while (digits.length() < NumberText.MAX_DECIMALS + 2) {
        digits.append((char) ('1' + random.nextInt(9)));
      }
      return digits.toString();
    }
  };

  private static final long START = 1_500_000_000;
  private static final int MINUTE = 60;

  private final String label;

  MillionBars(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  abstract String time(long second);

  abstract String price(double price, Random random);

  /** Returns the file: a price that wanders between 10 and 99. */
  public byte[] csv() {
    Random random = new Random(17);
    StringBuilder csv = new StringBuilder("time,open,high,low,close,volume\n");
    double close = 50;
    for (int i = 0; i < BarSeries.MAX_BARS; i++) {
      close = Math.min(90, Math.max(20, close + random.nextGaussian() / 10));
      csv.append(time(START + (long) MINUTE * i))
          .append(',')
          .append(price(close, random))
          .append(',')
          .append(price(close + 5, random))
          .append(',')
          .append(price(close - 5, random))
          .append(',')
          .append(price(close + 1, random))
          .append(',')
          .append(random.nextInt(10_000))
          .append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
