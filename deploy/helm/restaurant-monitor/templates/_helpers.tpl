{{- define "restaurant-monitor.selector" -}}
app.kubernetes.io/name: restaurant-monitor
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "restaurant-monitor.metadata" -}}
name: {{ .root.Release.Name }}-{{ .component }}
labels:
  {{- include "restaurant-monitor.selector" . | nindent 2 }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- /* What the pods of all components have in common: no rights, and a root file system that nobody writes to. */}}
{{- define "restaurant-monitor.pod" -}}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
# Longer than SHUTDOWN_GRACE and the pause before it.
terminationGracePeriodSeconds: 45
volumes:
  - name: secrets
    secret: { secretName: {{ .root.Values.secret }}, defaultMode: 0440 }
  - name: data
    emptyDir: { sizeLimit: {{ .spool | default "64Mi" }} }
{{- end }}

{{- define "restaurant-monitor.container" -}}
name: {{ .component }}
image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: {{ toJson .args }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- $own := merge (dict "DATABASE_URL_FILE" "/run/secrets/restaurant-monitor/database-url"
  "REDIS_URL_FILE" "/run/secrets/restaurant-monitor/redis-url") (.env | default dict) }}
env:
  {{- range $name, $value := $own }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
  {{- range $name, $value := .root.Values.settings }}
  {{- if hasKey $own $name }}
  {{- fail (printf "settings.%s: the chart sets it" $name) }}
  {{- end }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
volumeMounts:
  - { name: secrets, mountPath: /run/secrets/restaurant-monitor, readOnly: true }
  - { name: data, mountPath: /data }
{{- with .resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .port }}
ports:
  - { name: {{ $.portName }}, containerPort: {{ . }} }
  {{- with $.metricsPort }}
  - { name: metrics, containerPort: {{ . }} }
  {{- end }}
# A process that starts waits for PostgreSQL and for migrations.
startupProbe:
  httpGet: { path: /health/live, port: {{ $.portName }} }
  periodSeconds: 5
  failureThreshold: 120
livenessProbe:
  httpGet: { path: /health/live, port: {{ $.portName }} }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /health/ready, port: {{ $.portName }} }
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}
{{- end }}

{{- /* A Deployment and its PodDisruptionBudget. */}}
{{- define "restaurant-monitor.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "restaurant-monitor.metadata" . | nindent 2 }}
spec:
  {{- if not .autoscaled }}
  replicas: {{ .replicas }}
  {{- end }}
  # Old and new processes work side by side, so the new ones come first.
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- include "restaurant-monitor.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "restaurant-monitor.selector" . | nindent 8 }}
    spec:
      {{- include "restaurant-monitor.pod" . | nindent 6 }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "restaurant-monitor.selector" . | nindent 14 }}
      containers:
        - {{- include "restaurant-monitor.container" . | nindent 10 }}
          {{- if eq .component "http" }}
          # No more requests are sent to a pod that stops before it stops taking them.
          lifecycle:
            preStop:
              sleep: { seconds: 5 }
          {{- end }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "restaurant-monitor.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "restaurant-monitor.selector" . | nindent 6 }}
{{- end }}
