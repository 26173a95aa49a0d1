package millrace.runner;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * The class that spark-submit starts for a .NET application: it starts the Connect service inside the driver on a loopback port with
 * a fresh token, runs the application as its child with the address in SPARK_REMOTE, and ends with the child's exit code.
 *
 * <p>The token never becomes a setting of the context: settings are given to every task. It stands in the driver's own copy of the
 * configuration only while the service starts, which is when the service reads it, and is removed at once.
 */
public final class MillraceRunner {
    private static final String TOKEN = "spark.connect.authenticate.token";
    private static final String PORT = "spark.connect.grpc.binding.port";
    private static final String ADDRESS = "spark.connect.grpc.binding.address";
    private static final long GRACE_SECONDS = 20;

    private MillraceRunner() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("millrace-runner: the first argument is the application: an absolute path, or NAME/EXE from --archives app.zip#NAME");
            System.exit(2);
        }

        SparkSession session = SparkSession.builder().getOrCreate();
        SparkContext context = session.sparkContext();
        String token = newToken();
        int port = freePort();
        startService(context, token, port);
        File application = find(arguments[0]);
        int code = run(application, Arrays.asList(arguments).subList(1, arguments.length), token, port);
        stopService();
        context.stop();
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The configuration that the service reads is the environment's, which tasks never see. */
    private static void startService(SparkContext context, String token, int port) throws Exception {
        var configuration = SparkEnv.get().conf();
        configuration.set(PORT, Integer.toString(port));
        configuration.set(ADDRESS, "127.0.0.1");
        configuration.set(TOKEN, token);
        try {
            service().getMethod("start", SparkContext.class).invoke(null, context);
        } finally {
            configuration.remove(TOKEN);
        }
    }

    private static void stopService() throws Exception {
        for (Method method : service().getMethods()) {
            if (method.getName().equals("stop") && method.getParameterCount() == 2) {
                Object none = scala.Option.empty();
                method.invoke(null, none, none);
                return;
            }
        }
    }

    private static Class<?> service() throws ClassNotFoundException {
        return Class.forName("org.apache.spark.sql.connect.service.SparkConnectService");
    }

    private static int run(File application, List<String> arguments, String token, int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (new File("/usr/bin/setsid").canExecute()) {
            command.add("/usr/bin/setsid"); // a process group of its own: signals to ours reach it through us, once
            command.add("--wait");
        }

        command.add(application.getPath());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_REMOTE", "sc://127.0.0.1:" + port + "/;token=" + token);
        environment.put("MILLRACE_STDIN_ENDS", "1");
        Process child = builder.start();
        AtomicInteger signalled = new AtomicInteger();
        Thread ending = new Thread(() -> end(child, signalled), "millrace-end");
        Runtime.getRuntime().addShutdownHook(ending);
        int code = child.waitFor();
        if (signalled.get() == 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(ending);
            } catch (IllegalStateException already) {
                // the machine is ending
            }
        }

        return code;
    }

    /** On INT or TERM Java runs its hooks and ends with 130 or 143: the child gets TERM, its time, then KILL. */
    private static void end(Process child, AtomicInteger signalled) {
        signalled.set(1);
        List<ProcessHandle> family = new ArrayList<>();
        child.descendants().forEach(family::add);
        Collections.reverse(family);
        try (OutputStream input = child.getOutputStream()) {
            family.forEach(ProcessHandle::destroy);
            child.destroy();
        } catch (IOException gone) {
            // its end of the pipe is closed
        }

        try {
            if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                child.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            child.destroyForcibly();
        }
    }

    private static File find(String name) {
        File file = new File(name);
        if (!file.isAbsolute()) {
            Path here = Path.of("").toAbsolutePath().resolve(name).normalize();
            file = here.toFile();
        }

        if (!Files.isRegularFile(file.toPath()) || !file.canExecute()) {
            System.err.println("millrace-runner: " + file + " is no program that can be started; an archive must keep Unix modes");
            System.exit(2);
        }

        return file;
    }

    private static String newToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        StringBuilder text = new StringBuilder(64);
        for (byte value : bytes) {
            text.append(String.format("%02x", value & 0xff));
        }

        return text.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
