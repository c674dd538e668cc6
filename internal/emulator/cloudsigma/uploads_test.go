package cloudsigma

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// smallImage has 2 chunks of 4 bytes: the last one has the remainder as well.
const smallImage = "0123456789"

func (b *bench) initUpload() string {
	b.t.Helper()
	shown := b.want(http.StatusCreated, http.MethodPost, "/api/2.0/initupload/",
		fmt.Sprintf(`{"name": "image", "media": "disk", "size": %d}`, len(smallImage)))
	if shown["status"] != "uploading" {
		b.t.Errorf("status is %v, want uploading", shown["status"])
	}
	id, _ := shown["uuid"].(string)
	return id
}

func chunkAction(id string) string { return uri("drives", id) + "action/?do=upload_chunk" }

func (b *bench) chunkLink(id string, number int) string {
	b.t.Helper()
	link, _ := b.want(http.StatusOK, http.MethodPost, chunkAction(id),
		fmt.Sprintf(`{"chunk_number": %d, "chunk_size": 4}`, number))["link"].(string)
	return link
}

// post sends a chunk without credentials.
func (b *bench) post(link, contentType, content string) int {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, link, strings.NewReader(content))
	request.Header.Set("Content-Type", contentType)
	recorder := httptest.NewRecorder()
	b.ServeHTTP(recorder, request)
	return recorder.Code
}

func TestUpload(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Minute})
	id := b.initUpload()
	if size := b.get("drives", id)["size"]; size != float64(len(smallImage)) {
		t.Errorf("the size while uploading is %v, want that of the image", size)
	}
	// The last chunk first.
	for number, content := range map[int]string{1: smallImage[4:], 0: smallImage[:4]} {
		if status := b.post(b.chunkLink(id, number), "application/octet-stream", content); status != http.StatusOK {
			t.Errorf("status of chunk %d is %d", number, status)
		}
	}
	if status := b.status("drives", id); status != "uploading" {
		t.Errorf("status is %v, want uploading", status)
	}
	b.clock.Advance(time.Minute)
	sum := sha256.Sum256([]byte(smallImage))
	got, _ := b.Drive(id)
	want := []any{"unmounted", hex.EncodeToString(sum[:]), int64(536870912)}
	if diff := cmp.Diff(want, []any{got.Status, got.ImageSHA256, got.Size}); diff != "" {
		t.Errorf("status, checksum and size (-want +got):\n%s", diff)
	}
	b.refused(http.StatusForbidden, http.MethodPost, chunkAction(id), `{"chunk_number": 0, "chunk_size": 4}`)
}

func TestUploadIsResumed(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.initUpload()
	b.post(b.chunkLink(id, 0), "application/octet-stream", smallImage[:4])
	refused := b.refused(http.StatusRequestedRangeNotSatisfiable, http.MethodPost, chunkAction(id), `{"chunk_number": 0, "chunk_size": 4}`)
	if refused.Message != "Chunk 0 is already uploaded" {
		t.Errorf("the message is %q", refused.Message)
	}
	b.post(b.chunkLink(id, 1), "application/octet-stream", smallImage[4:])
	if status := b.status("drives", id); status != "unmounted" {
		t.Errorf("status is %v, want unmounted", status)
	}
}

func TestUploadRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.initUpload()
	link := b.chunkLink(id, 0)
	for name, test := range map[string]struct {
		link, contentType, content string
		want                       int
	}{
		"too short":  {link, "application/octet-stream", smallImage[:3], http.StatusBadRequest},
		"JSON":       {link, "application/json", smallImage[:4], http.StatusBadRequest},
		"other link": {chunkRoot + "0/", "application/octet-stream", smallImage[:4], http.StatusGone},
	} {
		if status := b.post(test.link, test.contentType, test.content); status != test.want {
			t.Errorf("%s: status is %d, want %d", name, status, test.want)
		}
	}
	for name, body := range map[string]string{
		"no such chunk":      `{"chunk_number": 2, "chunk_size": 4}`,
		"another chunk size": `{"chunk_number": 0, "chunk_size": 5}`,
		"no size":            `{"chunk_number": 0}`,
	} {
		if status, answer := b.send(http.MethodPost, chunkAction(id), body); status != http.StatusBadRequest {
			t.Errorf("%s: the answer is %d %v", name, status, answer)
		}
	}
	b.clock.Advance(chunkLinkLife)
	if status := b.post(link, "application/octet-stream", smallImage[:4]); status != http.StatusGone {
		t.Errorf("status of an old link is %d", status)
	}
	b.refused(http.StatusServiceUnavailable, http.MethodPut, uri("drives", id), smallDrive)
	b.refused(http.StatusMethodNotAllowed, http.MethodGet, "/api/2.0/initupload/", "")
	b.refused(http.StatusForbidden, http.MethodPost, "/api/2.0/initupload/", `{"name": "i", "media": "disk", "size": 1, "storage_type": "local_nvme"}`)
	b.want(http.StatusNoContent, http.MethodDelete, uri("drives", id), "")
}

func TestEphemeralDrive(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.create("drives", `{"name": "d", "media": "disk", "size": 1073741824, "storage_type": "local_nvme"}`)
	if runtime := b.get("drives", id)["runtime"]; at(runtime, "is_ephemeral") != true || at(runtime, "is_snapshotable") != false {
		t.Errorf("the runtime is %v", runtime)
	}
	b.refused(http.StatusForbidden, http.MethodPost, uri("drives", id)+"action/?do=clone", "{}")
	b.refused(http.StatusForbidden, http.MethodPost, "/api/2.0/snapshots/", fmt.Sprintf(`{"drive": %q}`, id))
}
