# Builds one static binary and puts it alone into an empty image: no shell, no
# package manager, uid 65532, read-only root. Beside it is its bill of materials, sbom.json.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev COMMIT=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" -o /inventory-alert ./cmd/inventory-alert
RUN .ci/sbom /inventory-alert /sbom.json ${VERSION}

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /inventory-alert /inventory-alert
COPY --from=build /sbom.json /sbom.json
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/inventory-alert", "healthcheck"]
ENTRYPOINT ["/inventory-alert"]
CMD ["serve", "--migrate"]
