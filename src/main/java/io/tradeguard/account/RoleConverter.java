package io.tradeguard.account;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps a role under its label. */
@Converter
public class RoleConverter implements AttributeConverter<Role, String> {
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Role role) {
    return role == null ? null : role.label();
  }

  @Override
  public @Nullable Role convertToEntityAttribute(@Nullable String label) {
    return label == null ? null : Role.valueOf(label.toUpperCase(Locale.ROOT));
  }
}
