package io.tradeguard.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import jakarta.enterprise.inject.Vetoed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a field that is absent from one that is null, which Jackson by itself does not. */
@Vetoed
final class ChangeDeserializer extends JsonDeserializer<Change<?>>
    implements ContextualDeserializer {
  private final @Nullable JsonDeserializer<Object> values;

  /** For Jackson, which asks for one in context before it reads. */
  ChangeDeserializer() {
    this(null);
  }

  private ChangeDeserializer(@Nullable JsonDeserializer<Object> values) {
    this.values = values;
  }

  @Override
  public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
      throws JsonMappingException {
    JavaType value = context.getContextualType().containedTypeOrUnknown(0);
    return new ChangeDeserializer(context.findContextualValueDeserializer(value, property));
  }

  @Override
  public Change<?> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (values == null) {
      throw JsonMappingException.from(parser, "A change has no type of its own");
    }
    return new Change<>(values.deserialize(parser, context));
  }

  @Override
  public Change<?> getNullValue(DeserializationContext context) {
    return new Change<>(null);
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }
}
