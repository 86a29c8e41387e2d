package io.tradeguard.bench.server;

import io.tradeguard.backtest.BacktestBenchmark;
import io.tradeguard.http.admission.CheckCost;
import io.tradeguard.quota.QuotaBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures P8 to P13, P15 to P17 and what a check costs, or what the arguments name, and prints the
 * table.
 */
public final class ServerRun {
  private static final Path OUTPUT = Path.of("target", "bench").toAbsolutePath();

  private ServerRun() {}

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(OUTPUT);
    Report report = new Report(OUTPUT.resolve("server.json"));
    RequestBench requests = new RequestBench(report, OUTPUT);
    UploadBench uploads = new UploadBench(report, OUTPUT);
    AdmissionBench admissions = new AdmissionBench(report, OUTPUT);
    QuotaBenchmark quota = new QuotaBenchmark(report);
    Map<String, Runnable> measures = new LinkedHashMap<>();
    measures.put("P8", requests::limitsOnAndOff);
    measures.put("P9", uploads::speed);
    measures.put("P10", uploads::heap);
    measures.put("P11", quota::costAtSize);
    measures.put("P12", quota::throughput);
    measures.put("P13", requests::oneNodeAndTwo);
    measures.put("P15", admissions::throughput);
    measures.put("P16", admissions::latency);
    measures.put("P17", new BacktestBenchmark(report)::millionBars);
    measures.put("P17-others", new BacktestCrowd(report)::othersWait);
    measures.put("check-cost", CheckCost::measure);
    List<String> wanted =
        arguments.length == 0 ? List.copyOf(measures.keySet()) : List.of(arguments);
    if (!measures.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException("Measures are " + measures.keySet());
    }
    wanted.forEach(name -> measures.get(name).run());
    report.print();
    // Ends the PostgreSQL processes too, whose shutdown hooks wait for that.
    System.exit(0);
  }
}
