package io.tradeguard.files;

import io.tradeguard.marketdata.MarketData;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.quota.UserFile;
import io.tradeguard.quota.UserFiles;
import io.tradeguard.store.Storage;
import io.tradeguard.store.StoreUnavailableException;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What users may do with the files that they have stored. */
@ApplicationScoped
public class OwnFiles implements StoredFiles {
  private static final System.Logger LOG = System.getLogger(OwnFiles.class.getName());

  @Inject UserFiles files;
  @Inject UploadQuotaManager quota;
  @Inject Storage storage;
  @Inject MarketFiles marketFiles;

  Page<FileView> page(long userId, Page.Request request) {
    List<UserFile> page = files.page(userId, request.page(), request.size());
    Map<Long, MarketData> known = marketFiles.known(page);
    return new Page<>(
        page.stream().map(file -> FileView.of(file, known.get(file.id()))).toList(),
        files.count(userId),
        request.page(),
        request.size());
  }

  /**
   * Finds a user's file.
   *
   * @throws ProblemException 404 if the user has no such file
   */
  UserFile find(long userId, long fileId) {
    return files.find(userId, fileId).orElseThrow(ProblemException::notFound);
  }

  /**
   * Tells of a user's file what there is to tell.
   *
   * @throws ProblemException 404 if the user has no such file
   */
  FileView view(long userId, long fileId) {
    UserFile file = find(userId, fileId);
    return FileView.of(file, marketFiles.find(file, () -> open(file, 0, file.fileSizeBytes())));
  }

  @Override
  public <T> T read(long userId, long fileId, Function<MarketDataReader.Result, T> work)
      throws IOException {
    UserFile file = find(userId, fileId);
    return marketFiles.use(file, () -> open(file, 0, file.fileSizeBytes()), work);
  }

  /**
   * Opens a part of a file's bytes.
   *
   * @throws ProblemException 503 if the store cannot give them now
   */
  InputStream open(UserFile file, long from, long length) {
    try {
      storage.requireReady();
      return openStored(file.filePath(), from, length);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "The bytes of file " + file.id() + " cannot be read", e);
      throw new ProblemException(StoreUnavailableException.problem());
    }
  }

  /** Bytes may be in quarantine if their row was not in the database meanwhile: restored twice. */
  private InputStream openStored(String path, long from, long length) throws IOException {
    try {
      return storage.store().open(path, from, length);
    } catch (NoSuchFileException e) {
      if (!storage.store().quarantine().takeBack(path)) {
        throw e;
      }
      return storage.store().open(path, from, length);
    }
  }

  /**
   * Deletes a user's file: hides it, removes its bytes, frees the quota. Bytes that cannot be
   * removed now are removed by the housekeeper, and count until then.
   *
   * @throws ProblemException 404 if the user has no such file, 503 if the store is away
   */
  void delete(long userId, long fileId) {
    find(userId, fileId);
    try {
      storage.requireReady();
    } catch (StoreUnavailableException e) {
      throw new ProblemException(StoreUnavailableException.problem());
    }
    remove(quota.hide(userId, fileId).orElseThrow(ProblemException::notFound));
  }

  /** Ends a deletion that has begun; does nothing, to be repeated later, if the store fails. */
  public boolean remove(UserFile hidden) {
    try {
      storage.store().delete(hidden.filePath());
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING, "The bytes of file " + hidden.id() + " remain for now", e);
      return false;
    }
    quota.forget(hidden.id());
    return true;
  }
}
