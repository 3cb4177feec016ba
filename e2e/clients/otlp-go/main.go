// A made-up profile of the shop, encoded by the OpenTelemetry collector's own code and sent in every form that OTLP has: protobuf and JSON over
// HTTP, and gRPC. Its sums are known: each request holds 100 samples (60 hash_orders, 30 render_invoice, 10 score_fraud), once as samples and CPU
// time of a service, and once more as an agent for whole hosts sends them, timestamps without values.
package main

import (
	"bytes"
	gz "compress/gzip"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/pprofile/pprofileotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const period = 10_000_000

var weights = []int{60, 30, 10}
var names = []string{"hash_orders", "render_invoice", "score_fraud"}

type tables struct {
	dictionary pprofile.ProfilesDictionary
	texts      map[string]int32
}

func newTables(dictionary pprofile.ProfilesDictionary) *tables {
	dictionary.MappingTable().AppendEmpty()
	dictionary.LocationTable().AppendEmpty()
	dictionary.FunctionTable().AppendEmpty()
	dictionary.LinkTable().AppendEmpty()
	dictionary.AttributeTable().AppendEmpty()
	dictionary.StackTable().AppendEmpty()
	t := &tables{dictionary: dictionary, texts: map[string]int32{}}
	t.text("")
	return t
}

func (t *tables) text(text string) int32 {
	index, known := t.texts[text]
	if !known {
		index = int32(t.dictionary.StringTable().Len())
		t.dictionary.StringTable().Append(text)
		t.texts[text] = index
	}
	return index
}

func (t *tables) attribute(key string, value func(pcommon.Value)) int32 {
	row := t.dictionary.AttributeTable().AppendEmpty()
	row.SetKeyStrindex(t.text(key))
	value(row.Value())
	return int32(t.dictionary.AttributeTable().Len() - 1)
}

func (t *tables) location(name string, frameType int32) int32 {
	function := t.dictionary.FunctionTable().AppendEmpty()
	function.SetNameStrindex(t.text(name))
	function.SetFilenameStrindex(t.text("shop.go"))
	location := t.dictionary.LocationTable().AppendEmpty()
	location.AttributeIndices().Append(frameType)
	line := location.Lines().AppendEmpty()
	line.SetFunctionIndex(int32(t.dictionary.FunctionTable().Len() - 1))
	line.SetLine(7)
	return int32(t.dictionary.LocationTable().Len() - 1)
}

// One stack for each of the three functions, called by main.
func (t *tables) stacks() []int32 {
	frameType := t.attribute("profile.frame.type", func(v pcommon.Value) { v.SetStr("go") })
	root := t.location("main", frameType)
	var stacks []int32
	for _, name := range names {
		leaf := t.location(name, frameType)
		t.dictionary.StackTable().AppendEmpty().LocationIndices().Append(leaf, root)
		stacks = append(stacks, int32(t.dictionary.StackTable().Len()-1))
	}
	return stacks
}

func (t *tables) profile(scope pprofile.ScopeProfiles, kind, unit string, start time.Time) pprofile.Profile {
	profile := scope.Profiles().AppendEmpty()
	profile.SampleType().SetTypeStrindex(t.text(kind))
	profile.SampleType().SetUnitStrindex(t.text(unit))
	profile.PeriodType().SetTypeStrindex(t.text("cpu"))
	profile.PeriodType().SetUnitStrindex(t.text("nanoseconds"))
	profile.SetPeriod(period)
	profile.SetTime(pcommon.NewTimestampFromTime(start))
	profile.SetDurationNano(uint64(5 * time.Second))
	var id [16]byte
	rand.Read(id[:])
	profile.SetProfileID(id)
	return profile
}

func makeRequest(app string, withBadOne bool) pprofileotlp.ExportRequest {
	profiles := pprofile.NewProfiles()
	t := newTables(profiles.Dictionary())
	stacks := t.stacks()
	endpoint := t.attribute("endpoint", func(v pcommon.Value) { v.SetStr("/orders") })
	thread := t.attribute("thread.id", func(v pcommon.Value) { v.SetInt(42) })
	link := t.dictionary.LinkTable().AppendEmpty()
	link.SetTraceID([16]byte{1, 2, 3})
	link.SetSpanID([8]byte{4, 5, 6})
	start := time.Now().Add(-10 * time.Second)

	service := profiles.ResourceProfiles().AppendEmpty()
	attributes := service.Resource().Attributes()
	attributes.PutStr("service.name", app)
	attributes.PutStr("service.version", "1.4.2")
	attributes.PutStr("deployment.environment.name", "staging")
	attributes.PutStr("process.runtime.name", "go")
	attributes.PutStr("host.arch", "amd64")
	attributes.PutInt("process.pid", 4711)
	scope := service.ScopeProfiles().AppendEmpty()
	scope.Scope().SetName("example.com/shop")
	scope.Scope().SetVersion("0.1.0")
	samples := t.profile(scope, "samples", "count", start)
	cpu := t.profile(scope, "cpu", "nanoseconds", start)
	for i, weight := range weights {
		for profile, scale := range map[pprofile.Profile]int64{samples: 1, cpu: period} {
			sample := profile.Samples().AppendEmpty()
			sample.SetStackIndex(stacks[i])
			sample.Values().Append(int64(weight) * scale)
			sample.AttributeIndices().Append(endpoint, thread)
			sample.SetLinkIndex(1)
		}
	}

	host := profiles.ResourceProfiles().AppendEmpty()
	host.Resource().Attributes().PutStr("process.executable.name", app+"-on-host")
	host.Resource().Attributes().PutStr("container.id", "c0ffee")
	events := t.profile(host.ScopeProfiles().AppendEmpty(), "samples", "count", start)
	for i, weight := range weights {
		sample := events.Samples().AppendEmpty()
		sample.SetStackIndex(stacks[i])
		sample.AttributeIndices().Append(thread)
		for n := range weight {
			sample.TimestampsUnixNano().Append(uint64(start.Add(time.Duration(n * period)).UnixNano()))
		}
	}
	if withBadOne {
		t.profile(host.ScopeProfiles().AppendEmpty(), "samples", "count", start.Add(24*time.Hour))
	}
	return pprofileotlp.NewExportRequestFromProfiles(profiles)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func sendHTTP(form string, request pprofileotlp.ExportRequest) {
	var body []byte
	var err error
	contentType, encoding := "application/json", ""
	if form == "json" {
		body, err = request.MarshalJSON()
		check(err)
	} else {
		contentType, encoding = "application/x-protobuf", "gzip"
		plain, err := request.MarshalProto()
		check(err)
		var packed bytes.Buffer
		writer := gz.NewWriter(&packed)
		writer.Write(plain)
		writer.Close()
		body = packed.Bytes()
	}
	post, err := http.NewRequest("POST", os.Getenv("SERVER")+"/v1development/profiles", bytes.NewReader(body))
	check(err)
	post.Header.Set("Content-Type", contentType)
	post.Header.Set("Content-Encoding", encoding)
	post.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	answer, err := http.DefaultClient.Do(post)
	check(err)
	said, err := io.ReadAll(answer.Body)
	check(err)
	response := pprofileotlp.NewExportResponse()
	if form == "json" {
		check(response.UnmarshalJSON(said))
	} else {
		check(response.UnmarshalProto(said))
	}
	fmt.Println(form, answer.StatusCode, response.PartialSuccess().RejectedProfiles(), response.PartialSuccess().ErrorMessage())
}

func sendGRPC(form, token string, request pprofileotlp.ExportRequest, options ...grpc.CallOption) {
	target := "passthrough:///" + strings.TrimPrefix(os.Getenv("SERVER"), "http://")
	connection, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	check(err)
	defer connection.Close()
	context, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	context = metadata.AppendToOutgoingContext(context, "authorization", "Bearer "+token)
	response, err := pprofileotlp.NewGRPCClient(connection).Export(context, request, options...)
	if err != nil {
		fmt.Println(form, status.Code(err))
		return
	}
	fmt.Println(form, "OK", response.PartialSuccess().RejectedProfiles(), response.PartialSuccess().ErrorMessage())
}

func main() {
	token := os.Getenv("TOKEN")
	sendHTTP("protobuf", makeRequest("otlp-protobuf", false))
	sendHTTP("json", makeRequest("otlp-json", false))
	overGRPC := makeRequest("otlp-grpc", false)
	sendGRPC("grpc", token, overGRPC)
	sendGRPC("grpc-again", token, overGRPC)
	sendGRPC("grpc-gzip", token, makeRequest("otlp-grpc-gzip", false), grpc.UseCompressor(gzip.Name))
	sendGRPC("grpc-partly", token, makeRequest("otlp-partly", true))
	sendGRPC("grpc-stranger", "hearth_wrong", makeRequest("otlp-stranger", false))
}
