package io.tradeguard.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns raw values into {@link Settings}, or refuses naming the key. */
final class SettingsReader {
  private static final Pattern FILE_ENDING = Pattern.compile("\\.[a-z0-9]{1,10}");
  private static final Set<String> REDIS_SCHEMES =
      Set.of(
          "redis",
          "rediss",
          "redis-sentinel",
          "rediss-sentinel",
          "redis-cluster",
          "rediss-cluster");

  private final SettingSource source;

  SettingsReader(SettingSource source) {
    this.source = source;
  }

  Settings read() {
    Path dataDir = dataDir();
    Settings.RateLimits rateLimits = new RateLimitReader(source).read();
    refuseUnknownNames(rateLimits.categories().keySet());
    return new Settings(
        dataDir,
        database(dataDir),
        adminPassword(),
        source.integer(Setting.PASSWORD_ITERATIONS, 1_000, 10_000_000),
        redis(),
        rateLimits,
        new Settings.TrustedProxies(
            trustedNetworks(),
            oneOf(
                Settings.ForwardingHeader.class,
                Setting.TRUSTED_PROXIES_HEADER.key(),
                source.required(Setting.TRUSTED_PROXIES_HEADER))),
        new Settings.Quota(
            source.longInteger(Setting.QUOTA_USER_BYTES, 0, Long.MAX_VALUE / 4),
            source.integer(Setting.QUOTA_USER_FILES, 0, Integer.MAX_VALUE / 4),
            source.longInteger(Setting.QUOTA_GLOBAL_BYTES, 0, Long.MAX_VALUE / 4)),
        upload(),
        new Settings.Store(
            Duration.ofHours(source.integer(Setting.STORE_QUARANTINE_HOURS, 1, 24 * 366))),
        download(),
        source.flag(Setting.METRICS_PUBLIC));
  }

  private Path dataDir() {
    String text = source.required(Setting.DATA_DIR);
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingException(Setting.DATA_DIR.key(), "is not a path: " + e.getReason());
    }
  }

  private Settings.Database database(Path dataDir) {
    // WRITE_DELAY=0: without it a killed process loses up to 0.5 s of acknowledged commits.
    String url =
        source
            .text(Setting.DB_URL)
            .orElse("jdbc:h2:file:" + dataDir.resolve("tradeguard") + ";WRITE_DELAY=0");
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new SettingException(
          Setting.DB_URL.key(), "must begin with jdbc:h2: or jdbc:postgresql:");
    }
    return new Settings.Database(
        url,
        source.required(Setting.DB_USER),
        new Secret(source.text(Setting.DB_PASSWORD).orElse("")),
        source.integer(Setting.DB_LOCK_TIMEOUT, 100, 60_000));
  }

  private Optional<Secret> adminPassword() {
    Optional<String> password = source.text(Setting.ADMIN_PASSWORD);
    if (password.isPresent()) {
      int length = password.get().codePointCount(0, password.get().length());
      if (length < 12 || length > 128) {
        throw new SettingException(Setting.ADMIN_PASSWORD.key(), "must have 12 to 128 characters");
      }
    }
    return password.map(Secret::new);
  }

  private Optional<Settings.Redis> redis() {
    Optional<String> url = source.text(Setting.REDIS_URL);
    // Checked even without a URL, so that a bad value does not lie in wait.
    int timeout = source.integer(Setting.REDIS_TIMEOUT, 1, 10_000);
    int connections = source.integer(Setting.REDIS_CONNECTIONS, 1, 100);
    if (url.isPresent() && !REDIS_SCHEMES.contains(scheme(url.get()))) {
      throw new SettingException(
          Setting.REDIS_URL.key(),
          "must begin with redis://, rediss://, redis-sentinel:// or redis-cluster://");
    }
    String prefix = source.text(Setting.REDIS_PREFIX).orElse("");
    if (!prefix.matches("[A-Za-z0-9._:-]{0,64}")) {
      throw new SettingException(
          Setting.REDIS_PREFIX.key(), "may have letters, digits and . _ : - only, at most 64");
    }
    Optional<Path> authorities = readable(Setting.REDIS_CA_FILE);
    Optional<Path> certificate = readable(Setting.REDIS_CLIENT_CERT);
    return url.map(
        text ->
            new Settings.Redis(
                new Secret(text), timeout, connections, prefix, authorities, certificate));
  }

  private Optional<Path> readable(Setting setting) {
    Optional<Path> file = source.text(setting).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new SettingException(setting.key(), "names a file that cannot be read");
    }
    return file;
  }

  private static String scheme(String url) {
    int end = url.indexOf("://");
    return end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private List<Network> trustedNetworks() {
    List<Network> networks = new ArrayList<>();
    for (String cidr : RateLimitReader.list(source.text(Setting.TRUSTED_PROXIES).orElse(""))) {
      networks.add(
          Network.parse(cidr)
              .orElseThrow(
                  () ->
                      new SettingException(
                          Setting.TRUSTED_PROXIES.key(),
                          "must list networks like 10.0.0.0/8,2001:db8::/32, not '" + cidr + "'")));
    }
    return networks;
  }

  private Settings.Upload upload() {
    return new Settings.Upload(
        s3(),
        types(),
        source.integer(Setting.UPLOAD_CONCURRENT_PER_USER, 1, 10_000),
        source.integer(Setting.UPLOAD_MINIMUM_RATE, 0, Integer.MAX_VALUE),
        source.integer(Setting.UPLOAD_GRACE, 0, 86_400),
        source.integer(Setting.UPLOAD_LEASE, 1, 86_400));
  }

  private Settings.Download download() {
    return new Settings.Download(
        source.integer(Setting.DOWNLOAD_CONCURRENT_PER_USER, 1, 10_000),
        source.integer(Setting.DOWNLOAD_MINIMUM_RATE, 0, Integer.MAX_VALUE),
        source.integer(Setting.DOWNLOAD_GRACE, 0, 86_400));
  }

  private Set<String> types() {
    Set<String> types = new HashSet<>();
    for (String type : RateLimitReader.list(source.required(Setting.UPLOAD_TYPES))) {
      String ending = type.toLowerCase(Locale.ROOT);
      if (!FILE_ENDING.matcher(ending).matches()) {
        throw new SettingException(
            Setting.UPLOAD_TYPES.key(), "must be like .csv,.json, not '" + type + "'");
      }
      types.add(ending);
    }
    if (!Set.of(".csv", ".json").containsAll(types) || types.isEmpty()) {
      throw new SettingException(
          Setting.UPLOAD_TYPES.key(), "may name .csv and .json only: no other content is checked");
    }
    return types;
  }

  private Optional<Settings.S3> s3() {
    return switch (source.required(Setting.UPLOAD_STORE)) {
      case "local" -> Optional.empty();
      case "s3" ->
          Optional.of(
              new Settings.S3(
                  source.text(Setting.UPLOAD_S3_ENDPOINT).map(SettingsReader::endpoint),
                  source.required(Setting.UPLOAD_S3_BUCKET),
                  source.required(Setting.UPLOAD_S3_REGION),
                  source.required(Setting.UPLOAD_S3_ACCESS_KEY),
                  new Secret(source.required(Setting.UPLOAD_S3_SECRET_KEY))));
      default -> throw new SettingException(Setting.UPLOAD_STORE.key(), "must be local or s3");
    };
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      throw new SettingException(
          Setting.UPLOAD_S3_ENDPOINT.key(), "is not a URI: " + e.getReason());
    }
    throw new SettingException(Setting.UPLOAD_S3_ENDPOINT.key(), "must be an http or https URI");
  }

  static <E extends Enum<E>> E oneOf(Class<E> type, String key, String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    List<String> labels =
        Arrays.stream(type.getEnumConstants()).map(RateLimitReader::label).toList();
    throw new SettingException(key, "must be one of " + labels + ", not '" + text + "'");
  }

  /**
   * A misspelt name would silently leave its default in force, so it stops the start. Of
   * environment variables only those of rate limits are judged: orchestrators set others that begin
   * with the service's name. WildFly's config lists each variable a second time under a dotted name
   * that it guesses; the variable itself is judged, not the guess.
   */
  private void refuseUnknownNames(Set<String> categories) {
    Set<String> known = new HashSet<>();
    for (Setting setting : Setting.values()) {
      known.add(setting.key());
    }
    for (String category : categories) {
      for (CategoryMember member : CategoryMember.values()) {
        known.add(member.key(category));
      }
    }
    Set<String> environment = new HashSet<>();
    known.forEach(key -> environment.add(Setting.environmentName(key)));
    for (String name : source.names()) {
      boolean misspelt =
          name.startsWith("tradeguard.")
              ? !known.contains(name) && !source.names().contains(Setting.environmentName(name))
              : name.startsWith("TRADEGUARD_RATE_LIMIT_") && !environment.contains(name);
      if (misspelt) {
        throw new SettingException(
            name, "is not known; is its category in " + Setting.RATE_LIMIT_CATEGORIES.key() + "?");
      }
    }
  }
}
