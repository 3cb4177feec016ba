// Command orders speaks to a server of Pyroscope's as Grafana does, by the library of Pyroscope's API that Grafana's data source is
// built with. "push" records itself, with labels as Pyroscope's tracing wrappers set them, pushes that and says what each span took;
// "read" asks what Grafana asks and prints each answer as JSON behind the name of its method.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/google/pprof/profile"
	capabilitiesv1 "github.com/grafana/pyroscope/api/gen/proto/go/capabilities/v1"
	"github.com/grafana/pyroscope/api/gen/proto/go/capabilities/v1/capabilitiesv1connect"
	pushv1 "github.com/grafana/pyroscope/api/gen/proto/go/push/v1"
	"github.com/grafana/pyroscope/api/gen/proto/go/push/v1/pushv1connect"
	querierv1 "github.com/grafana/pyroscope/api/gen/proto/go/querier/v1"
	"github.com/grafana/pyroscope/api/gen/proto/go/querier/v1/querierv1connect"
	settingsv1 "github.com/grafana/pyroscope/api/gen/proto/go/settings/v1"
	"github.com/grafana/pyroscope/api/gen/proto/go/settings/v1/settingsv1connect"
	typesv1 "github.com/grafana/pyroscope/api/gen/proto/go/types/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

const (
	orderSpan   = "00f067aa0ba902b7"
	invoiceSpan = "53ce929d0e0e4736"
	orderTrace  = "4bf92f3577b34da6a3ce929d0e0e4736"
	typeID      = "process_cpu:cpu:nanoseconds:cpu:nanoseconds"
	runFor      = 2 * time.Second
)

type authorized struct{ token string }

func (transport authorized) RoundTrip(request *http.Request) (*http.Response, error) {
	request.Header.Set("Authorization", "Bearer "+transport.token)
	request.Header.Set("Accept", "*/*; allow-utf8-labelnames=true")
	return http.DefaultTransport.RoundTrip(request)
}

func main() {
	client := &http.Client{Transport: authorized{os.Getenv("TOKEN")}}
	server, app := os.Getenv("SERVER"), os.Getenv("APP")
	switch os.Args[1] {
	case "push":
		push(client, server, app)
	case "read":
		read(client, server, app)
	default:
		log.Fatalf("unknown command %s", os.Args[1])
	}
}

var sink uint64

//go:noinline
func burn(until time.Time) {
	for time.Now().Before(until) {
		for i := uint64(0); i < 100_000; i++ {
			sink += i * i
		}
	}
}

func push(client *http.Client, server, app string) {
	var recorded bytes.Buffer
	if err := pprof.StartCPUProfile(&recorded); err != nil {
		log.Fatal(err)
	}
	turns := []pprof.LabelSet{
		pprof.Labels("span_id", orderSpan, "span_name", "POST /orders", "trace_id", orderTrace),
		pprof.Labels("profile_id", invoiceSpan, "span_name", "POST /invoices"),
		pprof.Labels("region", "eu"),
	}
	for turn, until := 0, time.Now().Add(runFor); time.Now().Before(until); turn++ {
		pprof.Do(context.Background(), turns[turn%len(turns)], func(context.Context) {
			burn(time.Now().Add(50 * time.Millisecond))
		})
	}
	pprof.StopCPUProfile()
	parsed, err := profile.ParseData(recorded.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	sums := map[string]int64{}
	for _, sample := range parsed.Sample {
		value := sample.Value[1]
		sums["total"] += value
		for _, key := range []string{"span_id", "profile_id", "trace_id"} {
			for _, id := range sample.Label[key] {
				sums[id] += value
			}
		}
	}
	_, err = pushv1connect.NewPusherServiceClient(client, server).Push(context.Background(), connect.NewRequest(&pushv1.PushRequest{
		Series: []*pushv1.RawProfileSeries{{
			Labels: []*typesv1.LabelPair{
				{Name: "__name__", Value: "process_cpu"},
				{Name: "service_name", Value: app},
			},
			Samples: []*pushv1.RawSample{{RawProfile: recorded.Bytes()}},
		}},
	}))
	if err != nil {
		log.Fatal(err)
	}
	for id, sum := range sums {
		fmt.Println(id, sum)
	}
}

func say[Answer proto.Message](method string, answer Answer, err error) {
	if err != nil {
		fmt.Println(method, "error", connect.CodeOf(err))
		return
	}
	text, err := protojson.Marshal(answer)
	if err != nil {
		log.Fatal(err)
	}
	// The library spaces its answers differently from build to build.
	fmt.Println(method, strings.ReplaceAll(string(text), "\n", " "))
}

// ask makes one call and prints its answer.
func ask[Request, Answer any, Message interface {
	*Answer
	proto.Message
}](method string, call func(context.Context, *connect.Request[Request]) (*connect.Response[Answer], error), request *Request) {
	response, err := call(context.Background(), connect.NewRequest(request))
	if err != nil {
		say[Message](method, nil, err)
		return
	}
	say[Message](method, response.Msg, nil)
}

func read(client *http.Client, server, app string) {
	querier := querierv1connect.NewQuerierServiceClient(client, server, connect.WithSendGzip())
	start, err := strconv.ParseInt(os.Getenv("START_MS"), 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	end := time.Now().UnixMilli() + 1000
	selector := fmt.Sprintf(`{service_name="%s"}`, app)
	// Grafana's "Save & test".
	ask("Test", querier.ProfileTypes, &querierv1.ProfileTypesRequest{Start: 1000, End: 4000})
	ask("ProfileTypes", querier.ProfileTypes, &querierv1.ProfileTypesRequest{Start: start, End: end})
	ask("LabelNames", querier.LabelNames, &typesv1.LabelNamesRequest{Matchers: []string{selector}, Start: start, End: end})
	ask("LabelValues", querier.LabelValues, &typesv1.LabelValuesRequest{Name: "span_name", Start: start, End: end})
	ask("Series", querier.Series, &querierv1.SeriesRequest{
		Matchers: []string{selector}, LabelNames: []string{"service_name", "__profile_type__"}, Start: start, End: end,
	})
	merge := func() *querierv1.SelectMergeStacktracesRequest {
		return &querierv1.SelectMergeStacktracesRequest{ProfileTypeID: typeID, LabelSelector: selector, Start: start, End: end}
	}
	ask("SelectMergeStacktraces", querier.SelectMergeStacktraces, merge())
	ofSpan := merge()
	ofSpan.SpanSelector = []string{orderSpan}
	ask("OfSpan", querier.SelectMergeStacktraces, ofSpan)
	ofTrace := merge()
	ofTrace.TraceIdSelector = []string{orderTrace}
	ask("OfTrace", querier.SelectMergeStacktraces, ofTrace)
	ask("SelectMergeSpanProfile", querier.SelectMergeSpanProfile, &querierv1.SelectMergeSpanProfileRequest{
		ProfileTypeID: typeID, LabelSelector: selector, Start: start, End: end, SpanSelector: []string{orderSpan, invoiceSpan},
	})
	individual, span := typesv1.ExemplarType_EXEMPLAR_TYPE_INDIVIDUAL, typesv1.ExemplarType_EXEMPLAR_TYPE_SPAN
	ask("SelectSeries", querier.SelectSeries, &querierv1.SelectSeriesRequest{
		ProfileTypeID: typeID, LabelSelector: selector, Start: start, End: end, Step: 15, ExemplarType: individual,
	})
	ask("SelectHeatmap", querier.SelectHeatmap, &querierv1.SelectHeatmapRequest{
		ProfileTypeID: typeID, LabelSelector: selector, Start: start, End: end, Step: 3600,
		QueryType: querierv1.HeatmapQueryType_HEATMAP_QUERY_TYPE_SPAN, ExemplarType: span,
	})
	ask("AnalyzeQuery", querier.AnalyzeQuery, &querierv1.AnalyzeQueryRequest{Start: start, End: end, Query: typeID + selector})
	ask("GetProfileStats", querier.GetProfileStats, &typesv1.GetProfileStatsRequest{})
	settings := settingsv1connect.NewSettingsServiceClient(client, server)
	ask("Settings", settings.Get, &settingsv1.GetSettingsRequest{})
	rules := settingsv1connect.NewRecordingRulesServiceClient(client, server)
	ask("ListRecordingRules", rules.ListRecordingRules, &settingsv1.ListRecordingRulesRequest{})
	ask("UpsertRecordingRule", rules.UpsertRecordingRule, &settingsv1.UpsertRecordingRuleRequest{})
	flags := capabilitiesv1connect.NewFeatureFlagsServiceClient(client, server)
	ask("GetFeatureFlags", flags.GetFeatureFlags, &capabilitiesv1.GetFeatureFlagsRequest{})
	// What a compiler is given: SelectMergeProfile answers a pprof.
	pgo := &typesv1.StackTraceSelector{GoPgo: &typesv1.GoPGO{KeepLocations: 5, AggregateCallees: true}}
	answer, err := querier.SelectMergeProfile(context.Background(), connect.NewRequest(&querierv1.SelectMergeProfileRequest{
		ProfileTypeID: typeID, LabelSelector: selector, Start: start, End: end, StackTraceSelector: pgo,
	}))
	if err != nil {
		log.Fatal(err)
	}
	raw, err := proto.Marshal(answer.Msg)
	if err != nil {
		log.Fatal(err)
	}
	parsed, err := profile.ParseData(raw)
	if err != nil {
		log.Fatal(err)
	}
	var total int64
	deepest := 0
	for _, sample := range parsed.Sample {
		total += sample.Value[0]
		deepest = max(deepest, len(sample.Location))
	}
	fmt.Println("SelectMergeProfile", fmt.Sprintf(`{"total":"%d","deepest":%d}`, total, deepest))
}
