package io.tradeguard.web.transfer;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Writes every answer of the API under watch: whoever reads more slowly than the minimum rate is
 * cut off after the grace. Event streams have bounds of their own.
 */
@Provider
public class WatchedAnswers implements WriterInterceptor {
  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (context.getProperty(Transfer.PROPERTY) instanceof Transfer transfer
        && !MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(context.getMediaType())) {
      transfer.identify(Client.of(context));
      context.setOutputStream(new WatchedOutput(context.getOutputStream(), transfer));
    }
    context.proceed();
  }
}
