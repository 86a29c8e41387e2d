package io.tradeguard.files;

import java.io.IOException;
import java.io.InputStream;

/** What other rooms may read of the uploaded files. */
public interface StoredFiles {
  /**
   * Opens the bytes of a user's file.
   *
   * @throws io.tradeguard.web.ProblemException 404 if the user has no such file
   */
  InputStream open(long userId, long fileId) throws IOException;
}
