package cloudsigma

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// The upload of drive images is not in the documentation but for a single POST, which cannot be resumed. This is
// the way of CloudSigma's own client, cloudsigma/pycloudsigma (src/cloudsigma/resource.py, InitUpload and
// Drive.get_upload_chunk_link, with their acceptance test): a drive is made that is "uploading", a link is asked for
// each chunk of the image, the bytes are posted to it, and after the last chunk the drive becomes "unmounted".
const (
	// UploadChunkSize is the size of all chunks but the last one, in bytes: that of CloudSigma's client. An upload
	// is only resumed with the size of chunk that it was begun with.
	UploadChunkSize = 5 << 20
	// concurrentChunks is how many chunks are under way at once. Each is held in memory.
	concurrentChunks = 4
	// uploadRounding is by how many bytes the size of a drive may differ from that of its image.
	uploadRounding = 1 << 10
)

// InitUpload creates a drive for an image of definition.Size bytes, whose status is then "uploading". The marker is
// as in Create, but a drive without it may be the one whose creation was not answered: no document says that the meta
// of this request is kept.
func (d *Drives) InitUpload(ctx context.Context, definition DriveDefinition, marker string, avoid ...string) (*Drive, error) {
	definition = d.marked(definition, marker)
	return d.createOnce(ctx, creation{
		call: call{
			operation: "create", entity: d.entity + " " + definition.Name,
			method: http.MethodPost, path: "initupload/", query: avoiding(avoid), body: definition,
		},
		name: definition.Name, marker: marker,
	})
}

// Image is a raw drive image of Size bytes. It is read at several places at once.
type Image struct {
	io.ReaderAt
	Size int64
}

// Upload sends the chunks of an image that the drive does not have, and returns when the API has accepted all of
// them: the drive may still be "uploading" then. It begins an upload and resumes one that was interrupted. A chunk
// whose transfer fails is sent again, without the others. Progress is called after each chunk, one call at a time,
// with the bytes that the drive has.
func (d *Drives) Upload(ctx context.Context, drive *Drive, image Image, progress func(done int64)) error {
	if difference := image.Size - drive.Definition.Size; difference <= -uploadRounding || difference >= uploadRounding {
		return fmt.Errorf("upload to drive %s: it was made for an image of %d bytes, but this one has %d",
			drive.UUID, drive.Definition.Size, image.Size)
	}
	var mu sync.Mutex
	var done int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(concurrentChunks)
	for _, chunk := range chunksOf(image.Size) {
		group.Go(func() error {
			if err := d.uploadChunk(ctx, drive.UUID, image, chunk); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done += chunk.size
			progress(done)
			return nil
		})
	}
	return group.Wait()
}

// chunk is a part of an image, in bytes.
type chunk struct {
	number, offset, size int64
}

// chunksOf divides an image. Chunks are counted from 0, and the last one has what would be too little for another:
// it is larger than the others, not smaller.
func chunksOf(size int64) []chunk {
	last := max(size/UploadChunkSize, 1) - 1
	chunks := make([]chunk, 0, last+1)
	for number := range last {
		chunks = append(chunks, chunk{number: number, offset: number * UploadChunkSize, size: UploadChunkSize})
	}
	return append(chunks, chunk{number: last, offset: last * UploadChunkSize, size: size - last*UploadChunkSize})
}

// uploadChunk has the drive have a chunk. After a failure it asks for a link again, which tells whether the chunk has
// arrived all the same.
func (d *Drives) uploadChunk(ctx context.Context, uuid string, image Image, part chunk) error {
	content := make([]byte, part.size)
	if _, err := image.ReadAt(content, part.offset); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("upload to drive %s: reading the image: %w", uuid, err)
	}
	once := transport.WithoutStatusRetry(ctx)
	return d.client.retry(ctx, maxTries, func() error {
		link, err := d.chunkLink(once, uuid, part.number)
		if HasStatus(err, http.StatusRequestedRangeNotSatisfiable) {
			return nil // It is there.
		}
		if err != nil {
			return err
		}
		return d.client.postChunk(once, uuid, link, part, content)
	}, uploadPasses)
}

// chunkLink asks where a chunk is to be posted. The link is valid for 5 minutes.
func (d *Drives) chunkLink(ctx context.Context, uuid string, number int64) (string, error) {
	path, err := entityPath(d.path, uuid)
	if err != nil {
		return "", err
	}
	answer, err := receive[struct {
		Link string `json:"link"`
	}](ctx, d.client, call{
		operation: "upload to", entity: d.entity + " " + uuid, method: http.MethodPost,
		path: path + "action/", query: url.Values{"do": {"upload_chunk"}},
		body: map[string]int64{"chunk_number": number, "chunk_size": UploadChunkSize},
	})
	if err == nil && answer.Link == "" {
		err = fmt.Errorf("upload to %s %s: the server gave no link for chunk %d", d.entity, uuid, number)
	}
	if err != nil {
		return "", err
	}
	return answer.Link, nil
}

// postChunk sends the bytes of a chunk to its link, a path on the endpoint. The link alone authorises that.
func (c *Client) postChunk(ctx context.Context, uuid, link string, part chunk, content []byte) error {
	request := call{operation: "upload to", entity: fmt.Sprintf("drive %s, chunk %d", uuid, part.number)}
	target, err := c.endpoint.Parse(link)
	if err != nil {
		return fmt.Errorf("%s: the link for it cannot be read: %w", request, err)
	}
	ctx = transport.WithSecretPath(ctx)
	httpRequest, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("%s: %w", request, err)
	}
	httpRequest.Header.Set("Content-Type", "application/octet-stream")
	httpRequest.Header.Set("Accept", "application/json")
	return c.do(ctx, request, httpRequest, nil)
}

// uploadPasses tells failures after which a chunk is sent again: of the connection, of the server, and of a link that
// has expired meanwhile. Other refusals stand.
func uploadPasses(err error) bool {
	var refusal *Error
	var elsewhere *transport.OriginError
	switch {
	case errors.Is(err, context.Canceled), errors.As(err, &elsewhere):
		return false
	case !errors.As(err, &refusal):
		return true
	}
	return refusal.Status >= http.StatusInternalServerError || refusal.Err != nil ||
		HasStatus(err, http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusGone) || IsConcurrency(err)
}
