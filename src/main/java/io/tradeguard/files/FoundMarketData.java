package io.tradeguard.files;

import io.tradeguard.marketdata.MarketData;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.web.Json;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stored files were understood to be, kept with them by the rules that found it. */
@Stateless
public class FoundMarketData {
  @PersistenceContext EntityManager entities;

  /** Returns what is known of some files, by their ids; what older rules found is not. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Map<Long, MarketData> find(Collection<Long> fileIds) {
    Map<Long, MarketData> known = new HashMap<>();
    if (fileIds.isEmpty()) {
      return known;
    }
    List<?> rows =
        entities
            .createNativeQuery(
                "SELECT file_id, found FROM file_market_data WHERE rules = "
                    + MarketDataReader.RULES
                    + " AND file_id IN ("
                    + String.join(",", fileIds.stream().map(String::valueOf).toList())
                    + ")")
            .getResultList();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      parse(String.valueOf(columns[1]))
          .ifPresent(found -> known.put(((Number) columns[0]).longValue(), found));
    }
    return known;
  }

  /** A newer version's document may have members that this one does not know. */
  private static Optional<MarketData> parse(String document) {
    try {
      return Optional.of(Json.read(document.getBytes(StandardCharsets.UTF_8), MarketData.class));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Keeps what a file was found to be; the file must exist. */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public void keep(long fileId, MarketData found) {
    String document = Json.write(found);
    int updated =
        entities
            .createNativeQuery(
                "UPDATE file_market_data SET rules = ?2, found = ?3 WHERE file_id = ?1")
            .setParameter(1, fileId)
            .setParameter(2, MarketDataReader.RULES)
            .setParameter(3, document)
            .executeUpdate();
    if (updated == 0) {
      entities
          .createNativeQuery(
              "INSERT INTO file_market_data (file_id, rules, found) VALUES (?1, ?2, ?3)")
          .setParameter(1, fileId)
          .setParameter(2, MarketDataReader.RULES)
          .setParameter(3, document)
          .executeUpdate();
    }
  }
}
