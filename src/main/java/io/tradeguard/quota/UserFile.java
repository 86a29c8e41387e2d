package io.tradeguard.quota;

import io.tradeguard.database.InstantConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored upload: what its owner sees of it, and where its bytes are. */
@Entity
@Table(name = "user_files")
public class UserFile {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "user_files_seq")
  @SequenceGenerator(name = "user_files_seq", sequenceName = "user_files_seq", allocationSize = 1)
  private @Nullable Long id;

  @Column(name = "user_id", nullable = false, updatable = false)
  private long userId;

  @Column(nullable = false, updatable = false)
  private String filename;

  @Column(name = "file_size_bytes", nullable = false, updatable = false)
  private long fileSizeBytes;

  @Column(name = "file_path", nullable = false, updatable = false)
  private String filePath;

  @Column(name = "mime_type", nullable = false, updatable = false)
  private String mimeType;

  @Column(nullable = false, updatable = false)
  private String sha256;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private FileState state = FileState.STORED;

  @Convert(converter = InstantConverter.class)
  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  /** For the persistence provider, which fills the fields after it. */
  @SuppressWarnings("NullAway.Init")
  protected UserFile() {}

  UserFile(long userId, StoredFile facts, Instant createdAt) {
    this.userId = userId;
    this.filename = facts.filename();
    this.fileSizeBytes = facts.bytes();
    this.filePath = facts.path();
    this.mimeType = facts.mimeType();
    this.sha256 = facts.sha256();
    this.createdAt = createdAt;
  }

  /**
   * Returns the id.
   *
   * @throws IllegalStateException if the file was never stored
   */
  public long id() {
    if (id == null) {
      throw new IllegalStateException("Not stored yet");
    }
    return id;
  }

  public long userId() {
    return userId;
  }

  public String filename() {
    return filename;
  }

  public long fileSizeBytes() {
    return fileSizeBytes;
  }

  /** Returns the store's name of the bytes. */
  public String filePath() {
    return filePath;
  }

  public String mimeType() {
    return mimeType;
  }

  /** Returns the digest of the bytes in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }

  public FileState state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
