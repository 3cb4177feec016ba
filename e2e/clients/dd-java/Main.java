/**
 * A shop whose truth is known: of the CPU of one order hashOrders burns 60 %, renderInvoice 30 %, scoreFraud 10 %
 * (one loop, 6:3:1 turns). Run from source: {@code java -javaagent:... Main.java}.
 */
public final class Main {
  private static final int TURNS = 3_000_000;
  private static volatile int sink;

  private static void hashOrders(int units) {
    int state = 1;
    for (int turn = 0; turn < units * TURNS; turn++) state = state * 1664525 + 1013904223;
    sink = state;
  }

  private static void renderInvoice(int units) {
    int state = 2;
    for (int turn = 0; turn < units * TURNS; turn++) state = state * 1664525 + 1013904223;
    sink = state;
  }

  private static void scoreFraud(int units) {
    int state = 3;
    for (int turn = 0; turn < units * TURNS; turn++) state = state * 1664525 + 1013904223;
    sink = state;
  }

  public static void main(String[] arguments) throws InterruptedException {
    String seconds = System.getenv().getOrDefault("RUN_SECONDS", "14");
    long until = System.nanoTime() + Long.parseLong(seconds) * 1_000_000_000L;
    while (System.nanoTime() < until) {
      hashOrders(6);
      renderInvoice(3);
      scoreFraud(1);
      Thread.sleep(20);
    }
  }
}
