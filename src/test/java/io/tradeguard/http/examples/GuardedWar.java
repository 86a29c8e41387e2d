package io.tradeguard.http.examples;

import io.tradeguard.testing.TestSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the JAX-RS example as it stands and packs it. */
final class GuardedWar {
  private GuardedWar() {}

  /** Builds a WAR whose name is its context root, {@code guarded}. */
  static Path build() throws IOException {
    Path folder = Files.createTempDirectory(TestSetup.output(), "jaxrs-");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(files(TestSetup.examples().resolve("jaxrs"), ".java"), classes);
    Path war = folder.resolve("guarded.war");
    try (OutputStream file = Files.newOutputStream(war);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Path compiled : files(classes, ".class")) {
        jar.putNextEntry(new JarEntry("WEB-INF/classes/" + classes.relativize(compiled)));
        Files.copy(compiled, jar);
      }
    }
    return war;
  }

  private static void compile(List<Path> sources, Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-Xlint:all,-processing,-classfile",
            "-Werror",
            "--release",
            "17",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            target.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError(said);
      }
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
