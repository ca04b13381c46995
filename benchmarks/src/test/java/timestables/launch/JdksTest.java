package timestables.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {

    @TempDir
    private Path folder;

    private Path jdk(String path, String version, String more) throws IOException {
        Path home = folder.resolve(path);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        java.toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n" + more);
        return home;
    }

    private Optional<Path> find(Map<String, String> environment) {
        return Jdks.find(
                25,
                environment,
                folder.resolve("home"),
                List.of(folder.resolve("jvm").toString(), "/nowhere"));
    }

    @Test
    void olderJdksWillNotDo() throws IOException {
        Path old = jdk("jvm/17", "17.0.15", "");
        jdk("jvm/21", "21.0.4", "");
        assertEquals(Optional.empty(), find(Map.of("JAVA_HOME", old.toString())));
        assertEquals(Optional.empty(), find(Map.of()));
    }

    @Test
    void theLowestSufficientVersionIsTaken() throws IOException {
        jdk("jvm/a", "26.0.1", "");
        jdk("jvm/b", "25", "");
        Path expected = jdk("jvm/c", "25.0.3", "");
        jdk("jvm/d", "17.0.15", "");
        assertEquals(Optional.of(expected), find(Map.of()));
    }

    @Test
    void javaHomeComesFirstIfItWillDo() throws IOException {
        Path chosen = jdk("mine", "27-ea", "");
        Path installed = jdk("jvm/b", "25.0.3", "");
        assertEquals(Optional.of(chosen), find(Map.of("JAVA_HOME", chosen.toString())));
        Path old = jdk("old", "21.0.1", "");
        assertEquals(Optional.of(installed), find(Map.of("JAVA_HOME", old.toString())));
    }

    @Test
    void theUsualFoldersOfAUserAreSearched() throws IOException {
        Path sdkman = jdk("sdkman/candidates/java/25.0.1-tem", "25.0.1", "");
        assertEquals(
                Optional.of(sdkman),
                find(Map.of("SDKMAN_DIR", folder.resolve("sdkman").toString())));
        Path intellij = jdk("home/.jdks/temurin-25", "25.0.2", "");
        assertEquals(Optional.of(intellij), find(Map.of()));
        Path mac = jdk("jvm/temurin-25.jdk/Contents/Home", "25.0.4", "");
        assertEquals(Optional.of(mac), find(Map.of()));
    }

    @Test
    void runtimesWithoutTheVectorApiWillNotDo() throws IOException {
        jdk("jvm/a", "25.0.1", "MODULES=\"java.base java.desktop\"\n");
        assertEquals(Optional.empty(), find(Map.of()));
        Path complete = jdk("jvm/b", "25.0.1", "MODULES=\"java.base jdk.incubator.vector\"\n");
        assertEquals(Optional.of(complete), find(Map.of()));
    }

    @Test
    void damagedInstallationsArePassedOver() throws IOException {
        jdk("jvm/a", "not a version", "");
        Files.createDirectories(folder.resolve("jvm/empty"));
        Files.delete(jdk("jvm/no-java", "25", "").resolve("bin/java"));
        Files.delete(jdk("jvm/no-release", "25", "").resolve("release"));
        assertEquals(Optional.empty(), find(Map.of()));
    }

    @Test
    void whoHasNoneIsToldWhichIsNeededWhichIsThereAndWhatToDo() {
        String line = Launcher.complaint(Runtime.Version.parse("17.0.15"), Path.of("old"));
        assertEquals(1, line.lines().count());
        for (String part : List.of("25", "17.0.15", "old", "JAVA_HOME", "Install")) {
            assertTrue(line.contains(part), line);
        }
    }

    @Test
    void aJavaThatIsNewerThanTheTestedOneIsNamed() {
        assertEquals(Optional.empty(), Launcher.untested(Runtime.Version.parse("25.0.3+9")));
        String told = Launcher.untested(Runtime.Version.parse("26-ea+3")).orElseThrow();
        assertTrue(told.contains("Java 26-ea+3") && told.contains("tested on Java 25"), told);
    }
}
