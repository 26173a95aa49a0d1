package millrace.runner;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import sun.misc.Signal;

/**
 * The class that spark-submit starts for a .NET application: it starts the Connect service inside the driver on a loopback port with
 * a fresh token, runs the application as its child with the address in SPARK_REMOTE, and ends with the child's exit code.
 *
 * <p>Spark is reached by name only, so a JDK alone compiles this and one jar serves Spark 4.0 to 4.3.
 *
 * <p>The token never becomes a setting of the context: settings are given to every task. It stands in the driver's own copy of the
 * configuration only while the service starts, which is when the service reads it, and is removed at once.
 *
 * <p>On INT and TERM the child gets TERM, then 20 seconds, then KILL; Spark stops after it, and the code is 130 or 143. Should the
 * virtual machine be killed, the child sees its standard input end and ends itself.
 */
public final class MillraceRunner {
    private static final String TOKEN = "spark.connect.authenticate.token";
    private static final String PORT = "spark.connect.grpc.binding.port";
    private static final String ADDRESS = "spark.connect.grpc.binding.address";
    private static final String SERVICE = "org.apache.spark.sql.connect.service.SparkConnectService";
    private static final String SETSID = "/usr/bin/setsid";
    private static final long GRACE_SECONDS = 20;
    private static final int SIGNAL_BASE = 128;
    private static final int START_TRIES = 3;

    private final SparkDriver driver = new SparkDriver();
    private Process child;
    private int signal;

    private MillraceRunner() {
    }

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length == 0) {
            System.err.println("millrace-runner: the first argument is the application: an absolute path, or NAME/EXE from --archives app.zip#NAME");
            System.exit(2);
        }

        File application = find(arguments[0]);
        int code = new MillraceRunner().run(application, List.of(arguments).subList(1, arguments.length));
        if (code != 0) {
            System.exit(code);
        }
    }

    private int run(File application, List<String> arguments) throws Throwable {
        Signal.handle(new Signal("INT"), this::signalled);
        Signal.handle(new Signal("TERM"), this::signalled);
        int code = 0;
        try {
            driver.start();
            if (start(application, arguments)) {
                code = child.waitFor();
            }
        } finally {
            driver.stop();
        }

        synchronized (this) {
            return signal == 0 ? code : SIGNAL_BASE + signal;
        }
    }

    /** False if a signal came first. */
    private synchronized boolean start(File application, List<String> arguments) throws IOException {
        if (signal != 0) {
            return false;
        }

        List<String> command = new ArrayList<>();
        if (new File(SETSID).canExecute()) {
            command.add(SETSID); // a process group of its own: a terminal's signals reach it through us, once
        }

        command.add(application.getPath());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_REMOTE", "sc://127.0.0.1:" + driver.port + "/;token=" + driver.token);
        environment.put("MILLRACE_STDIN_ENDS", "1");
        child = builder.start();
        // However else this machine ends, the child does not stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "millrace-kill"));
        return true;
    }

    private synchronized void signalled(Signal received) {
        if (signal != 0) {
            return;
        }

        signal = received.getNumber();
        if (child != null) {
            family().forEach(ProcessHandle::destroy);
            Thread late = new Thread(this::killAfterGrace, "millrace-grace");
            late.setDaemon(true);
            late.start();
        }
    }

    private void killAfterGrace() {
        try {
            if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException hurried) {
            kill();
        }
    }

    private void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> all = new ArrayList<>(child.descendants().toList());
        all.add(child.toHandle());
        return all;
    }

    private static File find(String name) {
        Path path = Path.of(name).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            System.err.println("millrace-runner: " + path + " is no program that can be started; an archive must keep Unix modes");
            System.exit(2);
        }

        return path.toFile();
    }

    /** The Spark in this virtual machine and the Connect service in it. */
    private static final class SparkDriver {
        private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
        private final String token = newToken();
        private Object context;
        private boolean serving;
        private int port;

        void start() throws Throwable {
            Object builder = Class.forName("org.apache.spark.sql.SparkSession").getMethod("builder").invoke(null);
            Object session = call(builder, "getOrCreate");
            context = call(session, "sparkContext");
            for (int attempt = 1; !serving; attempt++) {
                try {
                    startService();
                } catch (IOException taken) {
                    if (attempt == START_TRIES) { // somebody takes the ports between our look and the start
                        throw taken;
                    }
                }
            }
        }

        void stop() throws Throwable {
            if (serving) {
                Class<?> option = Class.forName("scala.Option");
                Object none = option.getMethod("empty").invoke(null);
                LOOKUP.findStatic(Class.forName(SERVICE), "stop", MethodType.methodType(void.class, option, option)).invoke(none, none);
            }

            if (context != null) {
                call(context, "stop");
            }
        }

        /**
         * The configuration that the service reads is the environment's, which tasks never see. Methods are found by handles: listing a
         * class's methods loads all their types, and some are in no jar of some releases.
         */
        private void startService() throws Throwable {
            port = freePort();
            Class<?> environments = Class.forName("org.apache.spark.SparkEnv");
            Class<?> configurations = Class.forName("org.apache.spark.SparkConf");
            Object environment = LOOKUP.findStatic(environments, "get", MethodType.methodType(environments)).invoke();
            Object configuration = LOOKUP.findVirtual(environments, "conf", MethodType.methodType(configurations)).invoke(environment);
            MethodHandle set = LOOKUP.findVirtual(configurations, "set", MethodType.methodType(configurations, String.class, String.class)).bindTo(configuration);
            MethodHandle remove = LOOKUP.findVirtual(configurations, "remove", MethodType.methodType(configurations, String.class)).bindTo(configuration);
            MethodHandle start = LOOKUP.findStatic(Class.forName(SERVICE), "start", MethodType.methodType(void.class, Class.forName("org.apache.spark.SparkContext")));
            set.invokeWithArguments(PORT, Integer.toString(port));
            set.invokeWithArguments(ADDRESS, "127.0.0.1");
            set.invokeWithArguments(TOKEN, token);
            try {
                start.invoke(context);
                serving = true;
            } finally {
                remove.invokeWithArguments(TOKEN);
            }
        }

        private static Object call(Object target, String name) throws ReflectiveOperationException {
            return target.getClass().getMethod(name).invoke(target);
        }

        private static String newToken() {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
