module example.com/orders

go 1.26.0

replace example.com/orders/work => ../go

require (
	example.com/orders/work v0.0.0
	github.com/grafana/pyroscope-go v1.4.3
)

require (
	github.com/grafana/pyroscope-go/godeltaprof v0.1.11 // indirect
	github.com/klauspost/compress v1.18.7 // indirect
)
