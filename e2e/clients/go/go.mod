module example.com/orders/work

go 1.26.0
