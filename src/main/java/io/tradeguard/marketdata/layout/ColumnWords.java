package io.tradeguard.marketdata.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words that headings of market data are made of: lower case, without accents. */
public final class ColumnWords {
  private static final Map<String, ColumnRole> WORDS = new HashMap<>();

  static {
    say(ColumnRole.TIME, "date time timestamp datetime unix epoch unixtime tradedate tradingdate");
    say(
        ColumnRole.TIME,
        "opentime closetime starttime endtime dtyyyymmdd snapped day ts t dt begin");
    say(ColumnRole.TIME, "start end stamp tradingday datum zeit fecha data дата время tarih heure");
    say(ColumnRole.TIME, "日期 时间 交易日期 交易时间 日付 日時 날짜 시간");
    say(ColumnRole.OPEN, "open opening opn o otwarcie apertura ouv ouverture abertura eroffn");
    say(ColumnRole.OPEN, "eroffnung erster откр acilis 开盘价 开盘 今开 開盤價 始値 시가");
    say(ColumnRole.HIGH, "high highest max maximum h hi hoch haut maximo maxima massimo najwyzszy");
    say(ColumnRole.HIGH, "макс yuksek 最高价 最高 最高價 高値 고가");
    say(ColumnRole.LOW, "low lowest min minimum l lo tief bas minimo minima najnizszy мин dusuk");
    say(ColumnRole.LOW, "最低价 最低 最低價 安値 저가");
    say(ColumnRole.CLOSE, "close closing c cl zamkniecie cierre chiusura fechamento schlusskurs");
    say(ColumnRole.CLOSE, "schluss cloture clot закр kapanis 收盘价 收盘 收盤價 終値 종가");
    say(ColumnRole.VOLUME, "volume vol v tickvol tickvolume qty quantity shares volumen wolumen");
    say(ColumnRole.VOLUME, "volumes stuecke stucke объем hac 成交量 出来高 거래량");
  }

  /** What else is called the close, the better names first. */
  public static final List<String> LAST_PRICES =
      List.of(
          "last",
          "zuletzt",
          "dernier",
          "ultimo",
          "latest",
          "ltp",
          "settle",
          "settlement",
          "price",
          "цена",
          "simdi");

  /** Words that go with a role and change nothing. */
  public static final Set<String> NEUTRAL =
      Set.of("price", "px", "kurs", "rate", "plus", "of", "the", "traded", "session", "cours");

  /** Words that go with a time and change nothing. */
  public static final Set<String> NEUTRAL_TIME =
      Set.of(
          "utc",
          "gmt",
          "local",
          "trade",
          "trading",
          "exchange",
          "bar",
          "candle",
          "at",
          "open",
          "opening",
          "est",
          "ny",
          "series",
          "period",
          "ms",
          "s",
          "us",
          "ns",
          "seconds",
          "event",
          "window",
          "index");

  /** Words of a time that is not when the bar begins. */
  public static final Set<String> LATER_TIME =
      Set.of("close", "end", "closetime", "endtime", "last", "high", "low");

  /** Words that are a time only where they stand alone or beside {@link #NEUTRAL_TIME} ones. */
  public static final Set<String> ALONE =
      Set.of("day", "t", "ts", "dt", "start", "end", "begin", "data");

  /** Words that make another thing of a price. */
  public static final Set<String> OTHER =
      Set.of(
          "adj",
          "adjusted",
          "prev",
          "previous",
          "prior",
          "change",
          "chg",
          "pct",
          "percent",
          "bid",
          "ask",
          "interest",
          "int",
          "oi",
          "dividend",
          "dividends",
          "split",
          "splits",
          "vwap",
          "avg",
          "average",
          "sma",
          "ema",
          "ma",
          "limit",
          "band",
          "upper",
          "lower",
          "return",
          "week",
          "wk",
          "52",
          "52w",
          "year",
          "ytd",
          "rsi",
          "signal",
          "expiry",
          "ex",
          "update",
          "updated",
          "listing",
          "cap",
          "number",
          "trades",
          "yesterday",
          "unadjusted");

  /** Words for what is traded. */
  public static final Set<String> INSTRUMENT =
      Set.of(
          "symbol",
          "ticker",
          "stock",
          "stocks",
          "instrument",
          "security",
          "isin",
          "secid",
          "asset",
          "coin",
          "pair",
          "tradingsymbol",
          "name",
          "code",
          "tic",
          "股票代码",
          "名称",
          "代码");

  private ColumnWords() {}

  private static void say(ColumnRole role, String words) {
    for (String word : words.split(" ", -1)) {
      WORDS.put(word, role);
    }
  }

  public static @Nullable ColumnRole roleOf(String word) {
    ColumnRole role = WORDS.get(word);
    return role == null && word.startsWith("vol") ? ColumnRole.VOLUME : role;
  }
}
