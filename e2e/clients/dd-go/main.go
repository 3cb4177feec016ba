// Command orders is a shop whose truth is known: of the CPU of one order hashOrders burns 60 %, renderInvoice 30 %,
// scoreFraud 10 % (one loop, 6:3:1 turns). It also allocates carts and lets two goroutines wait for one mutex.
package main

import (
	"log"
	"os"
	"strconv"
	"time"

	"github.com/DataDog/dd-trace-go/v2/profiler"

	"example.com/orders/work"
)

func secondsFrom(name string, fallback int) time.Duration {
	if seconds, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return time.Duration(seconds) * time.Second
	}
	return time.Duration(fallback) * time.Second
}

func main() {
	period := secondsFrom("PERIOD_SECONDS", 4)
	err := profiler.Start(
		profiler.WithPeriod(period),
		profiler.CPUDuration(period),
		profiler.WithProfileTypes(
			profiler.CPUProfile, profiler.HeapProfile, profiler.GoroutineProfile,
			profiler.MutexProfile, profiler.BlockProfile,
		),
		profiler.MutexProfileFraction(1),
		profiler.BlockProfileRate(1),
	)
	if err != nil {
		log.Fatalf("profiler: %v", err)
	}
	for until := time.Now().Add(secondsFrom("RUN_SECONDS", 14)); time.Now().Before(until); {
		work.HandleOrder()
		work.LoadCart()
		work.ContendStock()
		time.Sleep(20 * time.Millisecond)
	}
	profiler.Stop()
}
