package io.tradeguard.upload;

import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketData;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.quota.UserFile;
import io.tradeguard.upload.content.FileType;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads files as market data, a bounded number at a time, and keeps what they were found to be. */
@ApplicationScoped
public class MarketFiles {
  private static final System.Logger LOG = System.getLogger(MarketFiles.class.getName());

  @Inject FoundMarketData found;
  @Inject ReadingGate gate;

  /** Opens a file's bytes. */
  public interface Content {
    InputStream open() throws IOException;
  }

  /** Looks at a file that has just come, whose bytes are still at hand. */
  public static MarketData look(byte[] file, FileType type) {
    try {
      return new MarketDataReader().read(new ByteArrayInputStream(file), form(type)).found();
    } catch (IOException e) {
      throw new IllegalStateException("A file in memory cannot be read", e);
    }
  }

  /** Returns what is known of some files, without reading any. */
  public Map<Long, MarketData> known(List<UserFile> files) {
    return found.find(files.stream().map(UserFile::id).toList());
  }

  /** Returns what a file is; null if nobody knows yet and it cannot be read just now. */
  public @Nullable MarketData find(UserFile file, Content content) {
    MarketData known = known(List.of(file)).get(file.id());
    if (known != null || !gate.tryEnter()) {
      return known;
    }
    try {
      return read(file, content, Optional.empty()).found();
    } catch (IOException | ProblemException e) {
      LOG.log(System.Logger.Level.DEBUG, "File " + file.id() + " cannot be read just now", e);
      return null;
    } finally {
      gate.leave();
    }
  }

  /**
   * Does something with a file's bars, when it is its turn.
   *
   * @throws ProblemException 503 if too much is being read already
   */
  public <T> T use(UserFile file, Content content, Function<MarketDataReader.Result, T> work)
      throws IOException {
    gate.enter();
    try {
      Optional<MarketData> known = Optional.ofNullable(known(List.of(file)).get(file.id()));
      return work.apply(read(file, content, known));
    } finally {
      gate.leave();
    }
  }

  private MarketDataReader.Result read(UserFile file, Content content, Optional<MarketData> known)
      throws IOException {
    FileForm form = form(FileType.ofName(file.filename()).orElseThrow(ProblemException::notFound));
    MarketDataReader.Result result;
    try (InputStream bytes = content.open()) {
      result = new MarketDataReader().read(bytes, form);
    }
    if (known.isEmpty()) {
      keep(file.id(), result.found());
    }
    return result;
  }

  /** Another request may have been quicker, or the file may be gone: either is no harm. */
  private void keep(long fileId, MarketData data) {
    try {
      found.keep(fileId, data);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "What file " + fileId + " is was not kept", e);
    }
  }

  private static FileForm form(FileType type) {
    return type == FileType.JSON ? FileForm.JSON : FileForm.CSV;
  }
}
