// Command orders is the shop of dd-go under Pyroscope's client, with every kind of profile that it knows.
package main

import (
	"context"
	"log"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/grafana/pyroscope-go"

	"example.com/orders/work"
)

func secondsFrom(name string, fallback int) time.Duration {
	if seconds, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return time.Duration(seconds) * time.Second
	}
	return time.Duration(fallback) * time.Second
}

func main() {
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	profiler, err := pyroscope.Start(pyroscope.Config{
		ServerAddress:     os.Getenv("SERVER_ADDRESS"),
		ApplicationName:   os.Getenv("APP"),
		BasicAuthUser:     os.Getenv("BASIC_USER"),
		BasicAuthPassword: os.Getenv("BASIC_PASSWORD"),
		TenantID:          os.Getenv("TENANT"),
		UploadRate:        secondsFrom("PERIOD_SECONDS", 4),
		Tags:              map[string]string{"region": "eu-west-1", "env": "staging", "version": "1.4.2"},
		Logger:            pyroscope.StandardLogger,
		ProfileTypes: []pyroscope.ProfileType{
			pyroscope.ProfileCPU, pyroscope.ProfileGoroutines,
			pyroscope.ProfileAllocObjects, pyroscope.ProfileAllocSpace,
			pyroscope.ProfileInuseObjects, pyroscope.ProfileInuseSpace,
			pyroscope.ProfileMutexCount, pyroscope.ProfileMutexDuration,
			pyroscope.ProfileBlockCount, pyroscope.ProfileBlockDuration,
		},
	})
	if err != nil {
		log.Fatalf("profiler: %v", err)
	}
	endpoints := []string{"/orders", "/invoices"}
	turn := 0
	for until := time.Now().Add(secondsFrom("RUN_SECONDS", 14)); time.Now().Before(until); turn++ {
		labels := pyroscope.Labels("endpoint", endpoints[turn%len(endpoints)])
		pyroscope.TagWrapper(context.Background(), labels, func(context.Context) { work.HandleOrder() })
		work.LoadCart()
		work.ContendStock()
		time.Sleep(20 * time.Millisecond)
	}
	if err := profiler.Stop(); err != nil {
		log.Fatalf("profiler: %v", err)
	}
}
