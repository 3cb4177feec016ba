// Package work is the load of the shop, for all profilers of Go.
package work

import (
	"sync"
	"time"
)

const (
	turns     = 1_500_000
	keptCarts = 20
	cartBytes = 1 << 20
	stockWait = 5 * time.Millisecond
)

var (
	// Sink keeps the compiler from dropping the loops.
	Sink  uint32
	carts [][]byte
	stock sync.Mutex
)

//go:noinline
func hashOrders(units int) {
	state := uint32(1)
	for turn := 0; turn < units*turns; turn++ {
		state = state*1664525 + 1013904223
	}
	Sink += state
}

//go:noinline
func renderInvoice(units int) {
	state := uint32(2)
	for turn := 0; turn < units*turns; turn++ {
		state = state*1664525 + 1013904223
	}
	Sink += state
}

//go:noinline
func scoreFraud(units int) {
	state := uint32(3)
	for turn := 0; turn < units*turns; turn++ {
		state = state*1664525 + 1013904223
	}
	Sink += state
}

// HandleOrder burns CPU in the known shares.
func HandleOrder() {
	hashOrders(6)
	renderInvoice(3)
	scoreFraud(1)
}

// LoadCart allocates 1 MiB and keeps the last twenty alive.
func LoadCart() {
	carts = append(carts, make([]byte, cartBytes))
	if len(carts) > keptCarts {
		carts = carts[1:]
	}
}

// ContendStock makes one goroutine wait for a mutex that another holds.
func ContendStock() {
	stock.Lock()
	var done sync.WaitGroup
	done.Add(1)
	go func() {
		defer done.Done()
		stock.Lock()
		defer stock.Unlock()
	}()
	time.Sleep(stockWait)
	stock.Unlock()
	done.Wait()
}
